import duckdb,sys,glob
b=sys.argv[1]
for k in ('concerts','venues','artists'):
    print(k,duckdb.sql(f"select count(*) from read_json_auto('{b}/normalized/{k}/*/*/*/*.gz',hive_partitioning=true,union_by_name=true)").fetchall())
for k in ('ticketmaster/events','ticketmaster/venues','spotify/artists'):
    print(k,duckdb.sql(f"select count(*) from read_json('{b}/raw/{k}/*/*/*/*.gz',format='newline_delimited',union_by_name=true,maximum_object_size=50000000)").fetchall())
print(duckdb.sql(f"describe select ticket_prices,price_ranges,venue_latitude,legal_age_enforced,products from read_json_auto('{b}/normalized/concerts/*/*/*/*.gz')"))
print(duckdb.sql(f"select count(*),count(v.venue_id),count(a.artist_id) from (select distinct concert_id,venue_id,artist_id from read_json_auto('{b}/normalized/concerts/*/*/*/*.gz')) c left join (select distinct venue_id from read_json_auto('{b}/normalized/venues/*/*/*/*.gz')) v using(venue_id) left join (select distinct artist_id from read_json_auto('{b}/normalized/artists/*/*/*/*.gz')) a using(artist_id)"))
