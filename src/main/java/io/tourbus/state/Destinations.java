package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Numbers the buckets and streams that records are delivered to. Each record in {@link DeliveredHashes} has a bit for each number.
 */
public final class Destinations {

    /** The bits of a positive BIGINT. */
    private static final int MAX = 62;

    private final Transactions transactions;
    private final DeliveredHashes hashes;

    Destinations(Transactions transactions, DeliveredHashes hashes) {
        this.transactions = transactions;
        this.hashes = hashes;
    }

    record Row(int number, String address) {}

    /**
     * Returns the number of a destination, and registers it if it is new.
     *
     * @param position of the sink. The first destination of the first two sinks gets this number, because the records that earlier
     *     versions delivered have these bits
     * @param address where the sink delivers to, as configured; contains no spaces
     * @param identity distinguishes destinations with the same address; if it is empty, the last one with this address counts
     */
    public int register(String sink, int position, String address, String identity, Instant now) {
        for (; ; ) {
            var number = transactions.write(database -> register(database, sink, position, address, identity, now));
            if (number.isPresent()) {
                return number.getAsInt();
            }
            forgetOldest();
        }
    }

    /** Empty if no number is free. */
    private static OptionalInt register(
            Handle database, String sink, int position, String address, String identity, Instant now) {
        var rows = rows(database, sink);
        var unidentified = last(rows, address);
        var exact = identity.isEmpty()
                ? rows.stream().filter(row -> isAt(row, address)).reduce((first, second) -> second)
                : last(rows, address + " " + identity);
        if (exact.isPresent()) {
            return OptionalInt.of(exact.get().number());
        }
        var name = identity.isEmpty() ? address : address + " " + identity;
        if (unidentified.isPresent()) {
            database.createUpdate("UPDATE destinations SET address = :address WHERE number = :number")
                    .bind("address", name)
                    .bind("number", unidentified.get().number())
                    .execute();
            return OptionalInt.of(unidentified.get().number());
        }
        var number = free(database, position);
        if (number.isPresent()) {
            database.createUpdate("""
                            INSERT INTO destinations (number, sink, address, first_used)
                            VALUES (:number, :sink, :address, :now)""")
                    .bind("number", number.getAsInt())
                    .bind("sink", sink)
                    .bind("address", name)
                    .bind("now", now)
                    .execute();
        }
        return number;
    }

    private static List<Row> rows(Handle database, String sink) {
        return database.createQuery(
                        "SELECT number, address FROM destinations WHERE sink = :sink ORDER BY first_used, number")
                .bind("sink", sink)
                .mapTo(Row.class)
                .list();
    }

    private static Optional<Row> last(List<Row> rows, String address) {
        return rows.stream().filter(row -> row.address().equals(address)).reduce((first, second) -> second);
    }

    private static boolean isAt(Row row, String address) {
        return row.address().equals(address) || row.address().startsWith(address + " ");
    }

    /** The position, if it is below 2 and free, or else the lowest free number from 2 on, or else 0 or 1 if they are free. */
    private static OptionalInt free(Handle database, int position) {
        var used = Set.copyOf(numbers(database));
        return IntStream.concat(
                        IntStream.concat(
                                IntStream.of(position).filter(first -> first < 2), IntStream.rangeClosed(2, MAX)),
                        IntStream.of(0, 1))
                .filter(number -> !used.contains(number))
                .findFirst();
    }

    /** The oldest first. */
    private static List<Integer> numbers(Handle database) {
        return database.createQuery("SELECT number FROM destinations ORDER BY first_used, number")
                .mapTo(Integer.class)
                .list();
    }

    /** Only then can its number be used again. */
    private void forgetOldest() {
        int oldest = transactions.read(Destinations::numbers).get(0);
        forget(oldest);
        transactions.write(database -> database.createUpdate("DELETE FROM destinations WHERE number = :number")
                .bind("number", oldest)
                .execute());
    }

    /** Forgets all deliveries to a destination that was emptied. Returns the number of records. */
    public int forget(int number) {
        transactions.write(database -> {
            ArtistRepository.forgetAnswers(database);
            return null;
        });
        return hashes.forgetDestination(1L << number);
    }

    /** All these destinations in one number. */
    public static long bits(Collection<Long> destinations) {
        return destinations.stream().mapToLong(Long::longValue).sum();
    }
}
