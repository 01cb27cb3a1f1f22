# Reading files
error-file-missing = There is no file { $path }. Check the path.
error-file-is-folder = { $path } is a folder, not a file. Name a file in it, or add the whole folder with ingest.
error-file-not-regular = { $path } is not an ordinary file. Name a file with the text of a law.
error-file-no-access = You have no right to read { $path }. Allow access to it or copy it into a folder of yours.
error-file-io = { $path } could not be read: { $reason }. Check the disk or copy the file elsewhere.
error-file-too-large = { $path } is too large (the limit is { $limit } MB). Split it or save it as DOCX without pictures.
error-pdf-too-many-pages = { $path } has more than { $limit } pages. Split the file and add the parts one by one.
error-file-empty = The file is empty: { $path }. Download or save it again.
error-file-no-text = There is no text in { $path }. Check that it is the right file.
error-file-temporary = { $path } is a working file of a document open in Word or LibreOffice. Name the document itself.
error-file-unsupported = The format { $suffix } is not supported: { $path }. Save the text as DOCX, PDF, HTML or TXT.
error-file-damaged = { $path } is damaged or is not { $format }. Download it again or save it in another format.
error-file-encrypted = { $path } is protected by a password. Open it, save a copy without a password, and add the copy.
error-file-unpacked = { $path } unpacks to too much data (the limit is { $limit } MB). Save the document again without attachments.
error-file-not-text = { $path } holds binary data, not text. Save the document as DOCX, PDF or TXT.
error-file-encoding = The encoding of { $path } was not recognised. Save the file again as UTF-8.
error-doc-no-converter = Reading { $path } needs LibreOffice or antiword. Install one of them or save the file as DOCX.
error-doc-conversion = { $tool } could not read { $path }. Open the file in Word, save it as DOCX and add that.
error-pdf-no-cryptography = { $path } is encrypted (AES). Install the package cryptography or save a copy without protection.
error-pdf-garbled = The letters in { $path } cannot be read: its fonts have no character table, and OCR was not possible. Get this act as DOCX or HTML.
error-ocr-no-tesseract = { $path } is a picture of pages. Install Tesseract (tesseract-ocr, languages rus and kaz) or get this act as DOCX or HTML.
error-ocr-no-languages = Reading the picture { $path } needs Russian for Tesseract. Install tesseract-ocr-rus and tesseract-ocr-kaz.
error-ocr-no-renderer = Reading the scan { $path } needs its pages drawn. Install kzlaw-tui[ocr] or poppler-utils.
error-ocr-failed = Tesseract could not cope with { $path }. Make the picture smaller or get this act as DOCX or HTML.
error-image-damaged = The picture { $path } is damaged or unreadable for Tesseract. Save it again as PNG or TIFF.
error-image-too-large = The picture { $path } is too large. Save it at 300 dots per inch.

warning-encoding-repaired =
    { $count ->
        [one] { $count } damaged character was replaced by “�”.
       *[other] { $count } damaged characters were replaced by “�”.
    }
warning-ocr =
    { $count ->
        [one] { $count } page ({ $pages }) was read from a picture: compare the text with the original.
       *[other] { $count } pages ({ $pages }) were read from pictures: compare the text with the original.
    }
warning-ocr-no-kazakh = The text was read without Kazakh. Install tesseract-ocr-kaz and add the file again.
warning-pdf-pages-unread =
    { $count ->
        [one] { $count } page without readable text was left out ({ $pages }).
       *[other] { $count } pages without readable text were left out ({ $pages }).
    }
