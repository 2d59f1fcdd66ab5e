-- What the newest message of a group shows of its mutes, as a hash. When that changes, the message is edited.
ALTER TABLE notification_group ADD COLUMN shown_mutes VARCHAR(64) DEFAULT '' NOT NULL;

-- A contact point to which more messages wait than it can take: they are told as one summary that goes on.
CREATE TABLE delivery_storm (
    contact_point VARCHAR(200)             NOT NULL PRIMARY KEY,
    began_at      TIMESTAMP WITH TIME ZONE NOT NULL,
    summed_up_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    busy_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    posted_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    part          INTEGER                  NOT NULL,
    messages      INTEGER                  NOT NULL,
    unsummed      BOOLEAN                  NOT NULL,
    version       BIGINT                   NOT NULL
);

-- The newest state of each notification group whose messages were folded into a storm's summary.
CREATE TABLE delivery_storm_group (
    contact_point VARCHAR(200) NOT NULL,
    group_hash    CHAR(64)     NOT NULL,
    firing        INTEGER      NOT NULL,
    resolved      INTEGER      NOT NULL,
    PRIMARY KEY (contact_point, group_hash),
    CONSTRAINT delivery_storm_group_storm FOREIGN KEY (contact_point) REFERENCES delivery_storm (contact_point)
        ON DELETE CASCADE
);
