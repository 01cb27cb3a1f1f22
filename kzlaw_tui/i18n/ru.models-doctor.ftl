# Модели в «kzlaw-tui doctor»

doctor-models = модели и адаптеры
doctor-backend = запуск моделей
doctor-model-memory = память для модели
doctor-adapter = адаптер
doctor-models-none = нет: отвечают цитаты
doctor-models-changed = файл изменился или пропал: { $names }
doctor-fix-models = Проверьте их: kzlaw-tui models verify, adapters verify; испорченное добавьте заново.
doctor-backend-none = не нужен: моделей нет
doctor-fix-backend = Установите: pip install 'kzlaw-tui[{ $extra }]'.
doctor-model-memory-of = { $name }: нужно { $need } МБ, свободно { $free } МБ
doctor-fix-model-memory = Закройте другие программы, уменьшите model.context или возьмите модель меньше: kzlaw-tui models recommend.
