-- A library as version 2 of the schema wrote it. Never changed: newer programs must still read it.
PRAGMA application_id = 1264208983;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE article (
        edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        number TEXT NOT NULL,
        number_key TEXT NOT NULL,
        effective_from TEXT,
        effective_to TEXT,
        repealed INTEGER NOT NULL,
        heading TEXT NOT NULL,
        path TEXT NOT NULL,
        pending TEXT NOT NULL,
        points TEXT NOT NULL,
        notes TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (edition, ordinal)
    );
INSERT INTO "article" VALUES(1,0,'52','52','2020-05-01',NULL,0,'О котах и псах','["Раздел 1. Звери","Глава 2. Домашние"]','[["amend","2027-07-01","изменится","1","2)"],["repeal",null,"исключат","",""]]','[["1",0,31,[["1)",13,21],["2)",22,31,["2027-01-01",null,0]]]],["2",32,90,[],[null,"2029-01-01",0]]]','[["amendment","Сноска. Изменено.",12],["register","Примечание.",90]]','1. Кот спит:
1) днём;
2) ночью.
2. Пёс сторожит дом, как сказано в статье 7 этого Кодекса.');
INSERT INTO "article" VALUES(1,1,'52-1','52-1',NULL,NULL,0,'О птице','[]','[]','[["",0,17,[]]]','[]','Птица поёт утром.');
INSERT INTO "article" VALUES(1,2,'53','53',NULL,NULL,1,'О птице','[]','[]','[]','[]','');
CREATE TABLE edition (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        act TEXT NOT NULL,
        lang TEXT NOT NULL CHECK (lang IN ('ru', 'kk')),
        title TEXT NOT NULL,
        as_of TEXT,
        text_kind TEXT NOT NULL CHECK (text_kind IN ('official', 'digest')),
        articles INTEGER NOT NULL,
        live_articles INTEGER NOT NULL,
        passages INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        source TEXT NOT NULL,
        current INTEGER NOT NULL DEFAULT 0,
        preamble TEXT NOT NULL
    );
INSERT INTO "edition" VALUES(1,'K1500000414','ru','Кодекс ru','2026-01-09','official',3,2,3,'1111111111111111111111111111111111111111111111111111111111111111','code.txt',1,'Вводные слова.');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('revision','1795307936073');
INSERT INTO "meta" VALUES('seal:1','b1348a0d90fefd50b9f2e922ffc002ed1f2702fd6c630b11b6ec025e36e2a1b3');
CREATE TABLE passage (
        edition INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        point TEXT NOT NULL,
        subpoint TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        key TEXT NOT NULL,
        PRIMARY KEY (edition, ordinal, seq),
        FOREIGN KEY (edition, ordinal) REFERENCES article (edition, ordinal) ON DELETE CASCADE
    ) WITHOUT ROWID;
INSERT INTO "passage" VALUES(1,0,0,'1','',0,31,'8db3c9f60b5f3d66c92e9ffb0fe4949f');
INSERT INTO "passage" VALUES(1,0,1,'2','',32,90,'5bbd3e677a22a24c598d9f9da2402479');
INSERT INTO "passage" VALUES(1,1,0,'','',0,17,'3bb28627e08c36d5ca7d4477082b93b2');
CREATE TABLE reference (
        edition INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        act TEXT NOT NULL,
        article TEXT NOT NULL,
        point TEXT NOT NULL,
        subpoint TEXT NOT NULL,
        part TEXT NOT NULL,
        paragraph TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        lang TEXT NOT NULL,
        relative INTEGER NOT NULL,
        until TEXT NOT NULL,
        target_act TEXT NOT NULL,
        target_key TEXT NOT NULL,
        PRIMARY KEY (edition, ordinal, seq),
        FOREIGN KEY (edition, ordinal) REFERENCES article (edition, ordinal) ON DELETE CASCADE
    ) WITHOUT ROWID;
INSERT INTO "reference" VALUES(1,0,0,'','7','','','','',3,6,'ru',1,'','K1500000414','7');
CREATE TABLE segment (edition INTEGER PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE, data BLOB NOT NULL);
INSERT INTO "segment" VALUES(1,X'7365676D656E74');
CREATE UNIQUE INDEX edition_current ON edition (act, lang) WHERE current = 1;
CREATE INDEX edition_sha256 ON edition (sha256);
CREATE INDEX article_number ON article (edition, number_key);
CREATE INDEX reference_target ON reference (target_act, target_key);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('edition',1);
COMMIT;
