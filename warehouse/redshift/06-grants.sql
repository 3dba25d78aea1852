-- What the roles of 05-roles.sql may do.

GRANT USAGE ON SCHEMA concert_dw TO ROLE engineer;

GRANT USAGE ON SCHEMA concert_dw TO ROLE scientist;

GRANT USAGE ON SCHEMA concert_dw TO ROLE analyst;

-- The engineer changes rows and tables.
GRANT SELECT, INSERT, DELETE, ALTER ON ALL TABLES IN SCHEMA concert_dw TO ROLE engineer;

GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA concert_dw TO ROLE engineer;

-- The scientist reads, and creates tables in concert_dw.
GRANT SELECT ON ALL TABLES IN SCHEMA concert_dw TO ROLE scientist;

GRANT CREATE ON SCHEMA concert_dw TO ROLE scientist;

GRANT EXECUTE ON PROCEDURE concert_dw.get_top_venues(INTEGER, REFCURSOR) TO ROLE scientist;

GRANT EXECUTE ON PROCEDURE concert_dw.get_artist_trends(INTEGER, REFCURSOR) TO ROLE scientist;

-- The analyst reads.
GRANT SELECT ON ALL TABLES IN SCHEMA concert_dw TO ROLE analyst;

GRANT EXECUTE ON PROCEDURE concert_dw.get_top_venues(INTEGER, REFCURSOR) TO ROLE analyst;

GRANT EXECUTE ON PROCEDURE concert_dw.get_artist_trends(INTEGER, REFCURSOR) TO ROLE analyst;
