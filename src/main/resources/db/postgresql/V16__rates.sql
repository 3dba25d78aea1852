-- One row for each source and API key: the times of SendTimes, in microseconds of the clock of this database.
CREATE TABLE send_times (
    source       VARCHAR(100) NOT NULL,
    account      CHAR(16) NOT NULL,
    at           BIGINT NOT NULL,
    slot         BIGINT NOT NULL,
    lease        BIGINT NOT NULL,
    next         BIGINT NOT NULL,
    period       BIGINT NOT NULL,
    period_ends  BIGINT NOT NULL,
    paused_until BIGINT NOT NULL,
    changes      BIGINT NOT NULL,
    PRIMARY KEY (source, account)
);
