# Models in "kzlaw-tui doctor"

doctor-models = models and adapters
doctor-backend = running models
doctor-model-memory = memory for the model
doctor-adapter = adapter
doctor-models-none = none: quotes answer
doctor-models-changed = the file has changed or is gone: { $names }
doctor-fix-models = Check them: kzlaw-tui models verify, adapters verify; add anew what is damaged.
doctor-backend-none = not needed: there are no models
doctor-fix-backend = Install it: pip install 'kzlaw-tui[{ $extra }]'.
doctor-model-memory-of = { $name }: { $need } MB needed, { $free } MB free
doctor-fix-model-memory = Close other programs, lower model.context or take a smaller model: kzlaw-tui models recommend.
