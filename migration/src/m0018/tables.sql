-- One row once a catalogue is loaded; none when an older version loaded it.
CREATE TABLE catalogue_file (
    id {small} NOT NULL PRIMARY KEY CHECK (id = 1),
    text text NOT NULL
) {strict};
