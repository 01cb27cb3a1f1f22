# Сеть, журнал, отчёты о сбоях

error-program-refused = Программа хотела запустить чужую программу ({ $program }) и была остановлена. Сообщите об этом разработчикам.

crash-title = kzlaw-tui: отчёт о сбое
crash-about = В этом файле нет ни вопросов, ни документов, ни имён файлов — только версии, вид ошибки и места в коде. Прочитайте его; отправлять ли его разработчикам, решаете вы.
crash-app = Приложению пришлось закрыться: непредвиденная ошибка ({ $kind }). Беседы и библиотека сохранены; запустите его снова. Отчёт: { $log }

doctor-network-all = закрыта; испытано и отклонено: { $tried }
doctor-network-open = отклонено НЕ всё: { $open }. Отклонено: { $tried }
doctor-tried-address = соединение
doctor-tried-name = поиск имени
doctor-tried-program = чужая программа
doctor-tried-kernel = сокет в ядре
doctor-fix-network = Не работайте с адвокатской тайной в этой установке; установите kzlaw-tui заново.

doctor-python = Python
doctor-fix-python = Нужен Python 3.11–3.13.
doctor-clock = часы
doctor-clock-back = сегодня { $today }, но документы добавлены { $newest }
doctor-fix-clock = Установите дату на машине: от неё зависит, действует ли акт.
doctor-log = журнал
doctor-crashes = { $n ->
    [one] { $n } отчёт о сбое
    [few] { $n } отчёта о сбоях
   *[many] { $n } отчётов о сбоях
}, последний: { $newest }
doctor-fix-crashes = Прочитайте его; удалите или отправьте разработчикам.
doctor-encoding = кодировка терминала
doctor-fix-encoding = Переключите терминал на UTF-8, иначе кириллица может быть искажена.
