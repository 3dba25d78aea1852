package io.tourbus.state.members;

import io.tourbus.state.db.Transactions;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.InflaterInputStream;

/**
 * Stores which entities the last complete run of each query found.
 *
 * <p>Format of a row: one byte with the version, the options, the dates, a number that identifies the set of entities, and the
 * entities, as {@link MemberList} writes them. The checksum of each deflated block detects damage. Rows of version 1 are one deflated
 * sequence of the options, the dates, the number of entities, and the entities.
 */
public final class QueryMembers {

    private static final int VERSION = 2;
    private static final int DEFLATED_VERSION = 1;

    private final Transactions transactions;

    public QueryMembers(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The entities of a query.
     *
     * @param options identifies the settings that decide what the query returns
     * @param from the start of the period whose events were read
     * @param until its end, exclusive
     */
    public record Members(String options, Instant from, Instant until, MemberList entities) {}

    /**
     * Replaces the entities of a query, unless they are the same.
     *
     * @param kept whether the stored ones are not replaced
     */
    public void save(String query, Members members, Predicate<Members> kept, String runId, Instant now) {
        var header = header(members);
        if (select(query)
                .filter(stored -> startsWith(stored, header)
                        || decode(stored).filter(kept).isPresent())
                .isPresent()) {
            return;
        }
        var bytes = encode(header, members);
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO query_members USING (SELECT 1) AS input ON query = :query
                        WHEN MATCHED THEN UPDATE SET members = :members, run_id = :run, recorded_at = :now
                        WHEN NOT MATCHED THEN INSERT (query, members, run_id, recorded_at)
                            VALUES (:query, :members, :run, :now)""")
                .bind("query", query)
                .bind("members", bytes)
                .bind("run", runId)
                .bind("now", now)
                .execute());
    }

    /** Returns the entities of a query; empty if there are none, or if this version cannot decode them. */
    public Optional<Members> find(String query) {
        return select(query).flatMap(QueryMembers::decode);
    }

    private Optional<byte[]> select(String query) {
        return transactions.read(
                database -> database.createQuery("SELECT members FROM query_members WHERE query = :query")
                        .bind("query", query)
                        .mapTo(byte[].class)
                        .findOne());
    }

    private static boolean startsWith(byte[] stored, byte[] header) {
        return stored.length >= header.length && Arrays.equals(stored, 0, header.length, header, 0, header.length);
    }

    private static byte[] header(Members members) {
        var entities = new Fingerprints();
        members.entities().forEach((identity, start) -> entities.add(identity + ' ' + start));
        var bytes = new ByteArrayOutputStream();
        try {
            var data = new DataOutputStream(bytes);
            data.writeByte(VERSION);
            data.writeUTF(members.options());
            data.writeLong(members.from().getEpochSecond());
            data.writeLong(members.until().getEpochSecond());
            data.writeLong(entities.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(byte[] header, Members members) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        try {
            members.entities().writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Optional<Members> decode(byte[] bytes) {
        var version = bytes.length == 0 ? 0 : bytes[0];
        var rest = new ByteArrayInputStream(bytes, 1, Math.max(0, bytes.length - 1));
        try {
            return switch (version) {
                case VERSION -> Optional.of(read(new DataInputStream(rest), QueryMembers::readBlocks));
                case DEFLATED_VERSION ->
                    Optional.of(read(
                            new DataInputStream(new BufferedInputStream(new InflaterInputStream(rest))),
                            QueryMembers::readSequence));
                default -> Optional.empty();
            };
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private interface EntityReader {
        MemberList read(DataInputStream data) throws IOException;
    }

    private static Members read(DataInputStream data, EntityReader entities) throws IOException {
        var options = data.readUTF();
        var from = Instant.ofEpochSecond(data.readLong());
        var until = Instant.ofEpochSecond(data.readLong());
        return new Members(options, from, until, entities.read(data));
    }

    private static MemberList readBlocks(DataInputStream data) throws IOException {
        data.readLong();
        return MemberList.readFrom(data);
    }

    private static MemberList readSequence(DataInputStream data) throws IOException {
        var entities = new MemberList();
        for (var count = data.readInt(); count > 0; count--) {
            entities.add(data.readUTF(), data.readUTF());
        }
        return entities;
    }
}
