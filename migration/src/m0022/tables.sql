-- Masked rows stay for ever: they are not in it. Whoever asks says the same, word for word.
CREATE INDEX outbox_to_forget ON outbox (created_at) WHERE state <> 'queued' AND recipient NOT LIKE '_***%';
