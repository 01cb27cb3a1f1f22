# Settings and the keymap file
error-config-unsaved = The setting was not saved to { $path }: { $reason }. The file is as it was; the new value lasts until the app is closed.

tui-scope-settings = Settings
tui-scope-settings_page = Settings screen
tui-settings-title = Settings
tui-set-section-look = Look
tui-set-section-privacy = Privacy
tui-set-section-files = Files
tui-set-theme = Theme
tui-set-theme-kzlaw-dark = dark
tui-set-theme-kzlaw-light = light
tui-set-theme-kzlaw-sepia = sepia
tui-set-theme-kzlaw-dusk = dusk
tui-set-theme-kzlaw-contrast = high contrast
tui-set-theme-kzlaw-terminal = the terminal's 16 colours
tui-about-theme = Colours of the app. In each theme text has enough contrast (WCAG AA); nothing is told by colour alone.
tui-set-few-colours = This terminal shows only 16 colours, so its own are taken.
tui-set-no-colour = NO_COLOR is set, so there are no colours.
tui-set-lang = Language
tui-set-lang-ru = русский
tui-set-lang-kk = қазақша
tui-set-lang-en = English
tui-about-lang = Language of the interface. The law is shown in the language it was found in.
tui-set-density = Density
tui-set-density-normal = normal
tui-set-density-compact = compact
tui-about-density = Compact leaves out the empty lines between quotes and parts of an article: more fits on the screen.
tui-set-motion = Smooth scrolling
tui-set-motion-true = yes
tui-set-motion-false = no
tui-about-motion = Gliding when the mouse wheel is turned. Switch it off over a slow SSH line or where motion disturbs.
tui-set-glyphs = Signs
tui-set-glyphs-auto = as the terminal can
tui-set-glyphs-full = all
tui-set-glyphs-ascii = ASCII only
tui-about-glyphs = Where empty squares stand in place of ticks and arrows, choose “ASCII only”. What is copied and saved stays the true text.
tui-set-plain-terminal = The font of this terminal has few signs, so they are replaced.
tui-set-privacy-history = Keep history
tui-set-privacy-history-true = yes
tui-set-privacy-history-false = no, always incognito
tui-about-privacy-history = “No” makes every start incognito: no questions, answers or articles are written down. Earlier bookmarks and notes stay.
tui-set-privacy-recent = Recent articles
tui-set-privacy-recent-true = remember
tui-set-privacy-recent-false = do not remember
tui-about-privacy-recent = The list of opened articles on the sessions screen.
tui-set-privacy-reopen = At start
tui-set-privacy-reopen-true = open the same place
tui-set-privacy-reopen-false = begin anew
tui-about-privacy-reopen = Whether the conversation and the article that were open come back at the next start.
tui-set-forget = Delete history…
tui-about-forget = Deletes conversations, recent articles and the last place. Bookmarks and notes stay.
tui-forget-question = Delete all conversations and the list of recent articles? They cannot be brought back.
tui-forget-yes = Yes, delete history
tui-forgotten = History deleted. Bookmarks and notes are still there.
tui-set-home = Data folder
tui-about-home = The library, conversations and settings are here. Another folder is given at start: kzlaw-tui --home DIR, or the variable KZLAW_HOME. Enter copies the path.
tui-set-config = Settings file
tui-about-config = All that is changed on this screen is written here; the file can be edited by hand too. Enter copies the path.
tui-set-keymap = Keymap file
tui-about-keymap = Your own keys: a section is a scope, a line an action, such as [app] and goto = "f2, ctrl+g". Read at start. Enter makes a sample and copies the path.
tui-set-environment = The variable { $variable } overrides the file: the next start will take its value again.

tui-key-settings = Settings
tui-do-settings = Open settings: theme, language, signs, privacy
tui-key-next-value = Next
tui-do-next-value = Next value; a path is copied
tui-key-previous-value = Previous
tui-do-previous-value = Previous value

## Keymap file
tui-keymap-unreadable = The keymap file { $path } cannot be read: { $reason }. The usual keys are in force meanwhile.
tui-keymap-problems = keymap.toml: { $first }{ $more ->
    [0] { "" }
   *[other] { " " }(and { $more } more)
}. The rest is in force.
tui-keymap-scope = there is no scope “{ $scope }”; there are: { $known }
tui-keymap-action = scope “{ $scope }” has no action “{ $action }”
tui-keymap-value = “{ $action }”: keys are written as a string, such as "f2, ctrl+g"
tui-keymap-key = “{ $action }”: there is no key “{ $key }”
tui-keymap-letter = “{ $action }”: the key “{ $key }” is needed for typing, take an F-key or Ctrl
tui-keymap-clash = “{ $action }”: the key “{ $key }” belongs to “{ $other }”
