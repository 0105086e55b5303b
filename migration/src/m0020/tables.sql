-- One row, for all servers: who looks whether the database can be written adds one.
CREATE TABLE pulse (
    id {small} NOT NULL PRIMARY KEY CHECK (id = 0),
    beat {int} NOT NULL
) {strict};
INSERT INTO pulse (id, beat) VALUES (0, 0);
