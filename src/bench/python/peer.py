"""Two programs in Python that `tourbus bench` measures beside Tourbus.

    peer.py LABEL ROUNDS FILE

LABEL is one of:
  c  works like the predecessor of Tourbus: one request at a time, small pages, few fields, and one object of indented JSON per
     entity and run. Unlike the predecessor, it reads all pages, and gets date windows for it.
  d  delivers the same content as Tourbus, as fast as Python can: the largest pages, four queries at a time, gzip NDJSON of raw
     entities and of records, and 500 records per call to the stream. It has no state, no rate limits and no report.

ROUNDS are the numbers of entities of the runs, separated by commas. The results are written to FILE.
"""

import base64
import gzip
import hashlib
import json
import os
import re
import ssl
import sys
import threading
import time
import zoneinfo
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from urllib.parse import quote, urlencode

import boto3
import httpx
from botocore.config import Config

BUCKET = "concert-data-raw"
STREAM = "concert-data-stream"
RECORDS_PER_CALL = 500
QUERIES_AT_ONCE = 4
RUN = "20260101T000000Z-peer-0000"
SCHEMA_VERSION = "1.3"

SERVERS = json.loads(os.environ["BENCH_STAGE"])
CERTIFICATE = os.environ.get("BENCH_CERTIFICATE")

encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
scan = json.JSONDecoder().scan_once
BREAKS = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


# --- Connections ---


def api_client():
    return httpx.Client(
        base_url=SERVERS["api"],
        verify=ssl.create_default_context(cafile=CERTIFICATE) if CERTIFICATE else True,
        headers={"Authorization": "Bearer bench", "Accept-Encoding": "gzip" if CERTIFICATE else "identity"},
    )


def aws_client(service, address):
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=address,
        verify=CERTIFICATE or True,
        config=Config(parameter_validation=False, retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
    )


def get(client, path):
    response = client.get(path)
    response.raise_for_status()
    return response


class Sinks:
    def __init__(self):
        self.lake = aws_client("s3", SERVERS["lake"])
        self.stream = aws_client("kinesis", SERVERS["stream"])

    def send(self, entries):
        for start in range(0, len(entries), RECORDS_PER_CALL):
            answer = self.stream.put_records(StreamName=STREAM, Records=entries[start : start + RECORDS_PER_CALL])
            if answer["FailedRecordCount"]:
                raise RuntimeError(f"The stream refused {answer['FailedRecordCount']} records.")


# --- Queries ---

EVENTS = "countryCode=US&segmentId=KZFzniwnSyZfZ7v7nJ&locale=*&sort=id%2Casc"


def queries():
    """Source, entity, name and parameters of each query. Each finds at most 1,000 entities."""
    if SERVERS["terms"]:
        for term in SERVERS["terms"]:
            yield "spotify", "artists", "artists-" + quote(term), urlencode({"q": term, "type": "artist"})
        return
    yield "ticketmaster", "venues", "venues", "countryCode=US&locale=*&sort=name%2Casc"
    yield "ticketmaster", "events", "events-tba", EVENTS + "&includeTBA=only"
    yield "ticketmaster", "events", "events-tbd", EVENTS + "&includeTBD=only"
    for window in httpx.get(SERVERS["control"] + "/windows").json():
        start, end = (
            time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second)) for second in (window["from"], window["until"] - 1)
        )
        window_query = f"{EVENTS}&startDateTime={start}&endDateTime={end}"
        yield "ticketmaster", "events", f"events-{window['from']}", window_query


def path_of(source, entity, query, size, number):
    if source == "spotify":
        return f"/v1/search?{query}&limit={size}&offset={size * number}"
    return f"/discovery/v2/{entity}?{query}&size={size}&page={number}&apikey=bench"


def log_in(client):
    if SERVERS["terms"]:
        client.post("/api/token", data={"grant_type": "client_credentials"}).raise_for_status()


# --- Fields, as Tourbus reads them: missing and unreadable values are null ---


def text(fields, name):
    value = fields.get(name)
    if type(value) is not str:
        return None
    return value.strip() or None


def long_text(fields, name):
    value = text(fields, name)
    return value if value is None or len(value) <= 4000 else value[:3999] + "…"


def flag(fields, name):
    value = fields.get(name)
    return value if value is True or value is False else None


def at(fields, name):
    value = fields.get(name)
    return value if type(value) is dict else {}


def objects(fields, name):
    value = fields.get(name)
    return [item for item in value if type(item) is dict] if type(value) is list else None


def texts(fields, name):
    value = fields.get(name)
    if type(value) is not list:
        return None
    return [item.strip() for item in value if type(item) is str and item.strip()]


def number(fields, name):
    value = fields.get(name)
    if type(value) is str:
        try:
            return float(value)
        except ValueError:
            return None
    return value if type(value) is int or type(value) is float else None


def whole(fields, name):
    value = number(fields, name)
    return None if value is None else int(value)


def degrees(venue, name, most):
    value = number(at(venue, "location"), name)
    return None if value is None or abs(value) > most else float(value)


def image(fields):
    return {
        "url": text(fields, "url"),
        "width": whole(fields, "width"),
        "height": whole(fields, "height"),
        "ratio": text(fields, "ratio"),
        "fallback": flag(fields, "fallback"),
        "attribution": text(fields, "attribution"),
    }


def images(fields):
    found = objects(fields, "images")
    return None if found is None else [image(item) for item in found]


# --- Records of Ticketmaster ---

SPOTIFY_ARTIST = re.compile(
    r"(?:https?://open\.spotify\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)([A-Za-z0-9]{22})(?:[/?#].*)?"
)
ADD_ONS = {
    "Parking",
    "Upsell",
    "Upsell Shell Event",
    "Special Entry",
    "Club Access",
    "Merchandise Voucher",
    "Meal Package",
    "VIP",
}
STATUS = {
    "onsale": "scheduled",
    "offsale": "scheduled",
    "rescheduled": "scheduled",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "postponed": "postponed",
}
PLACEHOLDERS = ("Undefined", "Other")
NO_CLASSIFICATION = dict.fromkeys(("segment", "genre", "sub_genre", "type", "sub_type"))


def moment(fields, name):
    value = text(fields, name)
    if value is None:
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return None if parsed.year < 1901 else parsed


def instant(fields, name):
    parsed = moment(fields, name)
    if parsed is None:
        return None
    value = text(fields, name)
    if len(value) == 20:
        return value
    return parsed.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def day(fields):
    value = text(fields, "localDate")
    if value is None or value.startswith("1900-"):
        return None
    try:
        return value if len(value) == 10 and datetime.fromisoformat(value) else None
    except ValueError:
        return None


def clock(fields):
    value = text(fields, "localTime")
    if value is None or len(value) not in (5, 8):
        return None
    try:
        return value if datetime.fromisoformat("2000-01-01T" + value) else None
    except ValueError:
        return None


def name_of(fields, field):
    name = text(at(fields, field), "name")
    return None if name in PLACEHOLDERS else name


def classification(fields):
    return {
        "primary": flag(fields, "primary"),
        "segment": name_of(fields, "segment"),
        "genre": name_of(fields, "genre"),
        "sub_genre": name_of(fields, "subGenre"),
        "type": name_of(fields, "type"),
        "sub_type": name_of(fields, "subType"),
        "family": flag(fields, "family"),
    }


def classifications(fields):
    found = objects(fields, "classifications")
    return None if found is None else [classification(item) for item in found]


def lower(name):
    return None if name is None else name.lower()


def first(values):
    return next((value for value in values if value is not None), None)


def linked_artist(link):
    match = SPOTIFY_ARTIST.fullmatch(text(link, "url") or "")
    return match.group(1) if match else None


def performer(attraction):
    identifier = text(attraction, "id")
    links = at(attraction, "externalLinks")
    linked = first(map(linked_artist, objects(links, "spotify") or ()))
    return {
        "artist_id": f"spotify_{linked}" if linked else f"ticketmaster_{identifier}" if identifier else None,
        "name": text(attraction, "name"),
        "ticketmaster_id": identifier,
        "spotify_id": linked,
        "musicbrainz_id": first(text(link, "id") for link in objects(links, "musicbrainz") or ()),
        "matched_by": "link" if linked else None,
    }


def attraction_record(attraction, performing):
    found = classifications(attraction) or []
    links = at(attraction, "externalLinks")
    urls = {site: [text(link, "url") for link in objects(links, site) or () if text(link, "url")] for site in sorted(links)}
    return {
        "artist_id": performing["artist_id"],
        "name": performing["name"],
        "genre": list(dict.fromkeys(item["genre"].lower() for item in found if item["genre"])),
        "popularity_score": None,
        "formation_date": None,
        "members": [],
        "spotify_id": performing["spotify_id"],
        "followers": None,
        "external_urls": None,
        "images": images(attraction) or [],
        "ticketmaster_id": performing["ticketmaster_id"],
        "ticketmaster_url": text(attraction, "url"),
        "musicbrainz_id": performing["musicbrainz_id"],
        "aliases": texts(attraction, "aliases") or [],
        "links": {site: found_urls for site, found_urls in urls.items() if found_urls},
        "classifications": found,
    }


def venue_id(venue):
    identifier = text(venue, "id")
    return None if identifier is None else "ticketmaster_" + identifier


def venue_record(venue):
    address = at(venue, "address")
    markets = objects(venue, "markets")
    dmas = objects(venue, "dmas")
    return {
        "venue_id": venue_id(venue),
        "name": text(venue, "name"),
        "city": text(at(venue, "city"), "name"),
        "state": text(at(venue, "state"), "stateCode"),
        "country": text(at(venue, "country"), "countryCode"),
        "capacity": None,
        "venue_type": None,
        "address": text(address, "line1"),
        "address_line_2": text(address, "line2"),
        "postal_code": text(venue, "postalCode"),
        "latitude": degrees(venue, "latitude", 90),
        "longitude": degrees(venue, "longitude", 180),
        "time_zone": text(venue, "timezone"),
        "amenities": [],
        "ticketmaster_id": text(venue, "id"),
        "url": text(venue, "url"),
        "aliases": texts(venue, "aliases"),
        "images": images(venue),
        "markets": markets and [{"id": text(market, "id"), "name": text(market, "name")} for market in markets],
        "dma_ids": dmas and [identifier for dma in dmas if (identifier := whole(dma, "id")) is not None],
        "test": flag(venue, "test"),
    }


def dates_of(event, venue):
    dates = at(event, "dates")
    start = at(dates, "start")
    status = "tba" if start.get("dateTBA") is True else "tbd" if start.get("dateTBD") is True else "confirmed"
    timed = start.get("timeTBA") is not True and start.get("noSpecificTime") is not True and status == "confirmed"
    local_date = day(start)
    local_time = clock(start) if timed else None
    value = instant(start, "dateTime") if timed else None
    precision = "second"
    if value is None and local_date and local_time:
        value, precision = f"{local_date}T{local_time}", "local"
    elif value is None:
        value, precision = local_date, "day" if local_date else None
    zone = text(dates, "timezone") or text(venue, "timezone")
    end_date, end_time, end_precision = end_of(at(dates, "end"), zone)
    spans = flag(dates, "spanMultipleDays")
    initial = at(dates, "initialStartDate")
    doors = at(event, "doorsTimes")
    return {
        "event_date": value,
        "event_date_precision": precision,
        "local_date": local_date,
        "local_time": local_time,
        "time_zone": zone,
        "initial_date": day(initial),
        "initial_time": clock(initial),
        "end_date": end_date,
        "end_time": end_time,
        "end_precision": end_precision,
        "spans_multiple_days": spans,
        "start_may_be_last_day": spans is True and not (end_date and local_date and end_date > local_date),
        "date_status": status,
        "time_tba": flag(start, "timeTBA"),
        "no_specific_time": flag(start, "noSpecificTime"),
        "doors_date": day(doors),
        "doors_time": clock(doors),
    }


def end_of(end, zone):
    if not end:
        return None, None, None
    timed = end.get("noSpecificTime") is not True
    date = day(end)
    of_day = clock(end) if timed else None
    parsed = moment(end, "dateTime") if date is None or of_day is None else None
    if parsed and zone:
        local = parsed.astimezone(zoneinfo.ZoneInfo(zone))
        date = date or local.strftime("%Y-%m-%d")
        of_day = of_day or (local.strftime("%H:%M:%S") if timed else None)
    precision = None if date is None else "approximate" if end.get("approximate") is True else "local" if of_day else "day"
    return date, of_day, precision


def price(fields, name):
    """An amount with at least two decimals, as text of JSON, with its value."""
    value = number(fields, name)
    if value is None:
        return "null", None
    short = f"{value:.2f}"
    return (short if float(short) == value else repr(value)), value


def prices_of(event):
    """The JSON of ticket_prices and price_ranges. The encoder cannot write decimals."""
    ranges = objects(event, "priceRanges")
    if ranges is None:
        return "null", "null"
    lowest = {}
    encoded = []
    for item in ranges:
        kind = text(item, "type")
        least, value = price(item, "min")
        encoded.append(
            '{"type":%s,"currency":%s,"min":%s,"max":%s}'
            % (encode(kind), encode(text(item, "currency")), least, price(item, "max")[0])
        )
        if kind is not None and value is not None and (kind not in lowest or value < lowest[kind][1]):
            lowest[kind] = least, value
    tiers = ",".join(f"{encode(kind)}:{lowest[kind][0]}" for kind in sorted(lowest))
    return "{%s}" % tiers, "[%s]" % ",".join(encoded)


def sale(fields):
    return {
        "name": text(fields, "name"),
        "start": instant(fields, "startDateTime"),
        "end": instant(fields, "endDateTime"),
        "description": long_text(fields, "description"),
        "url": text(fields, "url"),
    }


def promoter(fields):
    return {"id": text(fields, "id"), "name": text(fields, "name"), "description": long_text(fields, "description")}


def product(fields):
    return {name: text(fields, name) for name in ("id", "name", "type", "url")}


def event_record(event):
    """The JSON of a record, and the attractions of the event with their performers."""
    embedded = at(event, "_embedded")
    venues = objects(embedded, "venues") or []
    venue = venues[0] if venues else {}
    attractions = [(attraction, performer(attraction)) for attraction in objects(embedded, "attractions") or ()]
    performers = [found for _, found in attractions if found["artist_id"] or found["name"]]
    identifier = text(event, "id")
    code = text(at(at(event, "dates"), "status"), "code")
    sales = at(event, "sales")
    public = at(sales, "public")
    presales = objects(sales, "presales")
    found = classifications(event)
    main = first([item for item in found if item["primary"]] + found[:1]) if found else NO_CLASSIFICATION
    location = venue if venue.get("id") is not None or venue.get("name") is not None else at(event, "place")
    promoters = objects(event, "promoters")
    if promoters is None and (at(event, "promoter").get("id") or at(event, "promoter").get("name")):
        promoters = [event["promoter"]]
    products = objects(event, "products")
    age = at(event, "ageRestrictions")
    head = {
        "concert_id": "ticketmaster_" + identifier,
        "name": text(event, "name"),
        "artist_id": first(found_one["artist_id"] for found_one in performers),
        "venue_id": venue_id(venue),
        **dates_of(event, venue),
    }
    tail = {
        "total_attendance": None,
        "revenue": None,
        "status": STATUS.get((code or "").lower()),
        "source_status": code,
        "performers": performers,
        "sale_start": instant(public, "startDateTime"),
        "sale_end": instant(public, "endDateTime"),
        "sale_start_tbd": True if public.get("startTBA") is True else flag(public, "startTBD"),
        "presales": None if presales is None else [sale(item) for item in presales],
        "segment": main["segment"],
        "genre": lower(main["genre"]),
        "sub_genre": lower(main["sub_genre"]),
        "event_type": main["type"],
        "event_sub_type": main["sub_type"],
        "classifications": found,
        "ticketmaster_id": identifier,
        "url": text(event, "url"),
        "images": images(event),
        "venue_ids": [found_id for item in venues if (found_id := venue_id(item))],
        "venue_name": text(location, "name"),
        "venue_city": text(at(location, "city"), "name"),
        "venue_state": text(at(location, "state"), "stateCode"),
        "venue_country": text(at(location, "country"), "countryCode"),
        "venue_latitude": degrees(location, "latitude", 90),
        "venue_longitude": degrees(location, "longitude", 180),
        "promoters": None if promoters is None else [promoter(item) for item in promoters],
        "legal_age_enforced": flag(age, "legalAgeEnforced"),
        "age_rule": long_text(age, "ageRuleDescription"),
        "description": long_text(event, "description"),
        "info": long_text(event, "info"),
        "please_note": long_text(event, "pleaseNote"),
        "ticket_limit": long_text(at(event, "ticketLimit"), "info"),
        "products": None if products is None else [product(item) for item in products],
        "is_add_on": any(item["type"] in ADD_ONS for item in found) if found else None,
        "seat_map_url": text(at(event, "seatmap"), "staticUrl"),
        "accessibility": long_text(at(event, "accessibility"), "info"),
        "test": flag(event, "test"),
    }
    tiers, ranges = prices_of(event)
    content = f'{encode(head)[:-1]},"ticket_prices":{tiers},"price_ranges":{ranges},{encode(tail)[1:]}'
    return content, attractions


# --- Records of Spotify ---


def artist_record(artist):
    identifier = text(artist, "id")
    popularity = whole(artist, "popularity")
    urls = artist.get("external_urls")
    return {
        "artist_id": "spotify_" + identifier,
        "name": text(artist, "name"),
        "genre": [genre.lower() for genre in texts(artist, "genres") or ()],
        "popularity_score": popularity if popularity is not None and 0 <= popularity <= 100 else None,
        "formation_date": None,
        "members": [],
        "spotify_id": identifier,
        "followers": whole(at(artist, "followers"), "total"),
        "external_urls": None if urls is None else {site: text(urls, site) for site in sorted(urls) if text(urls, site)},
        "images": images(artist) or [],
        "ticketmaster_id": None,
        "ticketmaster_url": None,
        "musicbrainz_id": None,
        "aliases": [],
        "links": {},
        "classifications": [],
    }


# --- d ---


def entities_of(page, entity):
    """Each entity of a page with its text, and the total of the query."""
    found = []
    start = page.find('"items":[' if entity == "artists" else f'"{entity}":[')
    if start >= 0:
        position = page.index("[", start) + 1
        while page[position] != "]":
            entity_fields, end = scan(page, position)
            found.append((entity_fields, page[position:end]))
            position = end + 1 if page[end] == "," else end
    if entity == "artists":
        return found, scan(page, page.rindex('"total":') + len('"total":'))[0]
    return found, scan(page, page.rindex('"page":') + len('"page":'))[0]["totalElements"]


def line_bytes(line):
    """The bytes of a line without characters that end a line or are no Unicode."""
    if BREAKS.search(line):
        line = BREAKS.sub(lambda match: "\ufffd" if match.group() >= "\ud800" and match.group() < "\ue000" else f"\\u{ord(match.group()):04x}", line)
    return line.encode()


class Peer:
    def __init__(self):
        self.client = api_client()
        self.sinks = Sinks()
        self.artists = {}
        self.lock = threading.Lock()

    def run(self):
        self.artists = {}
        log_in(self.client)
        with ThreadPoolExecutor(QUERIES_AT_ONCE) as threads:
            for result in [threads.submit(self.deliver, *query) for query in queries()]:
                result.result()

    def deliver(self, source, entity, name, query):
        raw, records, performers, entries = [], [], [], []
        number_of_page, read, total = 0, 0, 1
        size = 50 if source == "spotify" else 200
        while read < total:
            body = get(self.client, path_of(source, entity, query, size, number_of_page)).content.decode()
            found, total = entities_of(body, entity)
            read += len(found)
            number_of_page += 1
            at_time = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            origin = f'"source":"{source}","ingestion_timestamp":"{at_time}","run_id":"{RUN}","slice":"{name}"'
            for fields, text_of_entity in found:
                raw.append(line_bytes(text_of_entity))
                self.add(entity, fields, origin, records, performers, entries)
        if read:
            self.put(f"raw/{source}/{entity}", source, entity, name, raw)
            folder = {"events": "concerts"}.get(entity, entity)
            self.put(f"normalized/{folder}", source, entity, name, records)
            if entity == "events":
                self.put("normalized/artists", source, entity, name, performers)
            self.sinks.send(entries)

    def add(self, entity, fields, origin, records, performers, entries):
        if entity == "events":
            content, attractions = event_record(fields)
            records.append(self.line(content, entity, origin, "ticketmaster_" + fields["id"], entries))
            for attraction, performing in attractions:
                identity = performing["artist_id"]
                if performing["ticketmaster_id"] and self.is_new(identity):
                    record = encode(attraction_record(attraction, performing))
                    performers.append(self.line(record, "artists", origin, identity, entries))
        else:
            record = artist_record(fields) if entity == "artists" else venue_record(fields)
            records.append(self.line(encode(record), entity, origin, next(iter(record.values())), entries))

    def is_new(self, identity):
        with self.lock:
            if identity in self.artists:
                return False
            self.artists[identity] = True
            return True

    @staticmethod
    def line(content, entity, origin, key, entries):
        content = line_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        end = f',"data_type":"{entity}",{origin},"schema_version":"{SCHEMA_VERSION}","record_hash":"{digest}"}}'
        line = content[:-1] + end.encode()
        entries.append({"PartitionKey": key, "Data": line})
        return line

    def put(self, folder, source, entity, name, lines):
        lines.append(b"")
        body = gzip.compress(b"\n".join(lines), 6, mtime=0)
        digest = hashlib.sha256(body)
        self.sinks.lake.put_object(
            Bucket=BUCKET,
            Key=f"{folder}/{time.strftime('year=%Y/month=%m/day=%d', time.gmtime())}/{RUN}_{name}.ndjson.gz",
            Body=body,
            ContentType="application/gzip",
            ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
            Metadata={
                "source": source,
                "data_type": entity,
                "ingestion_timestamp": datetime.now(timezone.utc).isoformat(),
                "run_id": RUN,
                "slice": name,
                "sha256": digest.hexdigest(),
            },
        )


# --- c ---


def flat_artist(artist):
    return {
        "artist_id": f"spotify_{artist['id']}",
        "name": artist["name"],
        "genre": artist.get("genres", []),
        "popularity_score": artist.get("popularity"),
        "formation_date": None,
        "members": [],
        "spotify_id": artist["id"],
        "source": "spotify",
        "raw_data": {name: artist.get(name) for name in ("followers", "external_urls", "images")},
    }


def flat_venue(venue):
    return {
        "venue_id": f"ticketmaster_{venue['id']}",
        "name": venue.get("name"),
        "city": venue.get("city", {}).get("name"),
        "state": venue.get("state", {}).get("stateCode"),
        "country": venue.get("country", {}).get("countryCode"),
        "capacity": 10000,
        "venue_type": "other",
        "address": venue.get("address", {}).get("line1"),
        "postal_code": venue.get("postalCode"),
        "source": "ticketmaster",
        "raw_data": {"url": venue.get("url"), "images": venue.get("images")},
    }


def flat_event(event):
    embedded = event.get("_embedded", {})
    attractions = embedded.get("attractions") or [{}]
    venues = embedded.get("venues") or [{}]
    return {
        "concert_id": f"ticketmaster_{event['id']}",
        "artist_id": f"ticketmaster_{attractions[0].get('id')}",
        "venue_id": f"ticketmaster_{venues[0].get('id')}",
        "event_date": event.get("dates", {}).get("start", {}).get("dateTime"),
        "ticket_prices": {
            prices.get("type"): ((prices.get("min") or 0) + (prices.get("max") or 0)) / 2
            for prices in event.get("priceRanges", [])
        },
        "total_attendance": None,
        "revenue": None,
        "status": "scheduled",
        "source": "ticketmaster",
        "raw_data": {name: event.get(name) for name in ("name", "url", "images")},
    }


class Predecessor:
    PAGES = {"artists": 50, "venues": 100, "events": 13}
    FLAT = {"artists": flat_artist, "venues": flat_venue, "events": flat_event}

    def __init__(self):
        self.client = api_client()
        self.sinks = Sinks()

    def run(self):
        log_in(self.client)
        records = {}
        for source, entity, _, query in queries():
            records.setdefault((source, entity), []).extend(self.read(source, entity, query))
        for (source, entity), found in records.items():
            if found:
                self.save(source, entity, found)

    def read(self, source, entity, query):
        number_of_page, read, total = 0, 0, 1
        while read < total:
            page = get(self.client, path_of(source, entity, query, self.PAGES[entity], number_of_page)).json()
            if source == "spotify":
                found, total = page["artists"]["items"], page["artists"]["total"]
            else:
                found, total = page.get("_embedded", {}).get(entity, []), page["page"]["totalElements"]
            read += len(found)
            number_of_page += 1
            for fields in found:
                yield self.FLAT[entity](fields)

    def save(self, source, entity, found):
        now = datetime.now(timezone.utc)
        self.sinks.lake.put_object(
            Bucket=BUCKET,
            Key=f"raw/{source}/{entity}/{now:year=%Y/month=%m/day=%d}/{entity}_{now:%Y%m%d_%H%M%S}.json",
            Body=json.dumps(found, indent=2).encode(),
            ContentType="application/json",
            Metadata={"source": source, "data_type": entity, "ingestion_timestamp": now.isoformat()},
        )
        self.sinks.send(
            [
                {
                    "PartitionKey": next(iter(record.values())),
                    "Data": json.dumps({**record, "ingestion_timestamp": now.isoformat(), "data_type": entity}).encode(),
                }
                for record in found
            ]
        )


# --- Measurement ---


def started():
    """The start of this process, on the clock of CLOCK_BOOTTIME."""
    with open("/proc/self/stat") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")


def resident_bytes():
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main(label, rounds, file):
    last, last_cpu = started(), 0.0
    program = {"c": Predecessor, "d": Peer}[label]()
    measured = []
    for entities in map(int, rounds.split(",")):
        httpx.get(f"{SERVERS['control']}/show?{entities}").raise_for_status()
        if measured:
            last, last_cpu = time.clock_gettime(time.CLOCK_BOOTTIME), time.process_time()
        program.run()
        used = dict.fromkeys(("allocatedBytes", "gcSeconds", "jitSeconds", "heapBytes", "liveBytes"), 0)
        used["seconds"] = time.clock_gettime(time.CLOCK_BOOTTIME) - last
        used["cpuSeconds"] = time.process_time() - last_cpu
        measured.append(
            {
                "entities": entities,
                "used": used,
                "stage": httpx.get(SERVERS["control"] + "/counts").json(),
                "residentBytes": resident_bytes(),
                "stateBytes": 0,
            }
        )
    with open(file, "w") as out:
        json.dump({"contender": label, "rounds": measured}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
