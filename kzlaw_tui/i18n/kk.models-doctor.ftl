# «kzlaw-tui doctor» ішіндегі модельдер

doctor-models = модельдер мен адаптерлер
doctor-backend = модельдерді іске қосу
doctor-model-memory = модельге керек жад
doctor-adapter = адаптер
doctor-models-none = жоқ: дәйексөздер жауап береді
doctor-models-changed = файл өзгерген немесе жоғалған: { $names }
doctor-fix-models = Тексеріңіз: kzlaw-tui models verify, adapters verify; бүлінгенін қайта қосыңыз.
doctor-backend-none = керек емес: модель жоқ
doctor-fix-backend = Орнатыңыз: pip install 'kzlaw-tui[{ $extra }]'.
doctor-model-memory-of = { $name }: { $need } МБ керек, { $free } МБ бос
doctor-fix-model-memory = Басқа бағдарламаларды жабыңыз, model.context мәнін кішірейтіңіз немесе кішірек модель алыңыз: kzlaw-tui models recommend.
