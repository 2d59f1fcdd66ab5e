-- Contact points made in the page. The definition holds secrets and is encrypted as a whole (AES-GCM, bound to the name).
CREATE TABLE contact_point (
    name       VARCHAR(200)             NOT NULL PRIMARY KEY,
    kind       VARCHAR(16)              NOT NULL,
    definition TEXT                     NOT NULL,
    key_id     VARCHAR(16)              NOT NULL,
    updated_by VARCHAR(100)             NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Which endpoint was found dead, as the name of its lane: with another one the contact point is worth a try.
ALTER TABLE contact_point_health ADD COLUMN parked_lane VARCHAR(64);
