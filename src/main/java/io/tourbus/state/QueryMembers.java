package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Stores which entities the last complete run of each query found.
 *
 * <p>Format of a row: one byte with the version, then a deflated sequence: the options, the dates, the number of entities, and for
 * each entity its identity and start. The checksum of the deflate stream detects damage.
 */
public final class QueryMembers {

    private static final int VERSION = 1;

    private final Transactions transactions;

    QueryMembers(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The entities of a query.
     *
     * @param options identifies the settings that decide what the query returns
     * @param from the start of the period whose events were read
     * @param until its end, exclusive
     * @param starts when each entity takes place, by its identity; empty without a date
     */
    public record Members(String options, Instant from, Instant until, Map<String, String> starts) {}

    /** Replaces the entities of a query, unless they are the same. */
    public void save(String query, Members members, String runId, Instant now) {
        var bytes = encode(members);
        if (select(query).filter(stored -> Arrays.equals(stored, bytes)).isPresent()) {
            return;
        }
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

    private static byte[] encode(Members members) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var data = new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater)))) {
            data.writeUTF(members.options());
            data.writeLong(members.from().getEpochSecond());
            data.writeLong(members.until().getEpochSecond());
            data.writeInt(members.starts().size());
            for (var member : new TreeMap<>(members.starts()).entrySet()) {
                data.writeUTF(member.getKey());
                data.writeUTF(member.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static Optional<Members> decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            return Optional.empty();
        }
        var deflated = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        try (var data = new DataInputStream(new BufferedInputStream(new InflaterInputStream(deflated)))) {
            var options = data.readUTF();
            var from = Instant.ofEpochSecond(data.readLong());
            var until = Instant.ofEpochSecond(data.readLong());
            var size = data.readInt();
            Map<String, String> starts = new HashMap<>();
            for (int i = 0; i < size; i++) {
                starts.put(data.readUTF(), data.readUTF());
            }
            return Optional.of(new Members(options, from, until, starts));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
