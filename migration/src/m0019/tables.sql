-- Browsers in which somebody has signed in before: what strangers do in their name does not stand in their way there.
CREATE TABLE device (
    -- SHA-256 of the token in the cookie.
    token_hash {bytes} NOT NULL,
    person_id {id} NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    expires_at {int} NOT NULL,
    PRIMARY KEY (token_hash, person_id)
) {strict};

-- Of a sign-in: when a wrong code was entered last.
ALTER TABLE sign_in ADD COLUMN tried_at {int};

-- The oldest go first when there are too many.
CREATE INDEX draft_expiry ON draft (expires_at);

-- Since when somebody may no longer sign in.
ALTER TABLE person ADD COLUMN disabled_at {int};

-- Those that are there have ninety days from now. A program that does not know of an end makes tokens that have ended.
ALTER TABLE api_token ADD COLUMN expires_at {int} NOT NULL DEFAULT 0;
ALTER TABLE api_token ADD COLUMN last_used_at {int};
UPDATE api_token SET expires_at = {now} + 90 * 86400;

-- Keys that never leave the database. `log`: of the hashes in lines about security.
CREATE TABLE secret (
    name text NOT NULL PRIMARY KEY,
    value {bytes} NOT NULL
) {strict};
INSERT INTO secret (name, value) VALUES ('log', {random});
