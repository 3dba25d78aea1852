-- Roles for the people who use concert_dw: GRANT ROLE analyst TO "IAM:somebody".
-- CREATE ROLE has no IF NOT EXISTS. A load ignores that a role exists.

CREATE ROLE engineer;

CREATE ROLE scientist;

CREATE ROLE analyst;
