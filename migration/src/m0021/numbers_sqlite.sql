CREATE TRIGGER audit_number AFTER INSERT ON audit WHEN NEW.seq = 0
BEGIN
    UPDATE audit SET seq = (SELECT max(seq) FROM audit) + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER message_number AFTER INSERT ON message WHEN NEW.seq = 0
BEGIN
    UPDATE message SET seq = (SELECT max(seq) FROM message) + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER outbox_number AFTER INSERT ON outbox WHEN NEW.seq = 0
BEGIN
    UPDATE outbox SET seq = (SELECT max(seq) FROM outbox) + 1 WHERE id = NEW.id;
END;
