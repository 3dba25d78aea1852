package io.tourbus.state;

import io.tourbus.state.db.StateException;
import io.tourbus.state.db.Transactions;
import io.tourbus.state.hash.BlockTable;
import io.tourbus.state.hash.HashBlock;
import io.tourbus.state.hash.HashBlock.Entries;
import io.tourbus.state.hash.HashIndex;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes in blocks, some for each delivery, for databases that only this process uses. With a row for each record, storing them took a
 * quarter of the CPU time of a run. The keys of the rows are random, so each slice changed most pages of the table.
 *
 * <p>A block is stored in the same transaction as the progress of its slice, so a killed process loses both or none. All blocks are
 * also in memory, in an index. A record counts in the last block that contains it. Blocks whose records all count in later blocks
 * are deleted. Others are shortened after a run if less than half of their records count. Each of them takes a separate transaction,
 * because H2 writes all that a transaction deletes to the file again before it ends.
 */
final class HashBlocks extends DeliveredHashes {

    private static final Logger LOG = LoggerFactory.getLogger(HashBlocks.class);

    private final BlockTable table = new BlockTable();
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final Deque<Integer> outdated = new ArrayDeque<>();
    private volatile HashIndex index;

    /** A block in memory. @param live how many of its records count */
    private record Block(HashBlock.Delivery delivery, int size, int live) {

        Block withLive(int records) {
            return new Block(delivery, size, records);
        }

        boolean sparse() {
            return live * 2 < size;
        }
    }

    HashBlocks(Transactions transactions) {
        super(transactions);
    }

    /**
     * Moves the records of earlier versions to blocks. If the process is killed before it has deleted the rows, the next one moves all
     * of them again.
     */
    void moveRows() {
        if (transactions().count("hashes") > 0) {
            load();
            transactions()
                    .read(table::rows)
                    .forEach((delivery, entries) -> transactions().write(database -> {
                        table.insert(database, delivery, entries, this::add);
                        return null;
                    }));
            transactions().write(database -> database.execute("TRUNCATE TABLE hashes"));
            deleteOutdated();
        }
    }

    /** Reads the blocks when they are used first, because many commands do not use them. */
    private synchronized void load(Handle database) {
        if (index == null) {
            blocks.clear();
            outdated.clear();
            var loaded = new HashIndex();
            table.readAll(database, block -> add(loaded, block));
            index = loaded;
        }
    }

    private synchronized void add(HashBlock block) {
        add(index, block);
    }

    private void add(HashIndex target, HashBlock block) {
        blocks.put(block.id(), new Block(block.delivery(), block.size(), block.size()));
        block.forEach((id, hash) -> {
            var outdatedIn = target.put(id, folded(hash), block.id());
            if (outdatedIn != 0) {
                release(outdatedIn);
            }
        });
    }

    private void release(int id) {
        var block =
                blocks.computeIfPresent(id, (key, last) -> last.live() == 1 ? null : last.withLive(last.live() - 1));
        if (block == null) {
            outdated.add(id);
        }
    }

    private void load() {
        if (index == null) {
            transactions().read(database -> {
                load(database);
                return null;
            });
        }
    }

    @Override
    public Map<String, Known> findAll(Collection<String> identities) {
        load();
        return find(identities);
    }

    private synchronized Map<String, Known> find(Collection<String> identities) {
        Map<String, Known> found = new HashMap<>();
        for (var identity : identities) {
            var entry = index.find(truncatedHash(identity));
            if (entry != null) {
                var last = blocks.get(entry.block()).delivery();
                found.put(
                        identity,
                        new Known(entry.hash(), last.delivery(), last.embedded(), last.origin(), last.destinations()));
            }
        }
        return found;
    }

    @Override
    void put(Handle database, Map<String, String> hashes, Delivery delivery, Instant now) {
        if (!hashes.isEmpty()) {
            load(database);
            table.insert(database, entries(hashes, delivery, now), this::add);
        }
    }

    private synchronized Entries entries(Map<String, String> hashes, Delivery delivery, Instant now) {
        var block = new HashBlock.Delivery(
                day(now), delivery.key(), delivery.embedded(), delivery.origin(), delivery.destinations());
        var entries = new Entries();
        hashes.forEach((identity, hash) -> {
            var id = truncatedHash(identity);
            var last = sameContent(id, hash);
            entries.add(
                    last == null
                            ? block
                            : block.withDestinations(
                                    delivery.destinations() | last.delivery().destinations()),
                    id,
                    truncated(hash));
        });
        return entries;
    }

    /** The block of a record that was last delivered with this content; {@code null} if there is none. */
    private Block sameContent(UUID id, String hash) {
        var last = index.find(id);
        return last != null && last.hash() == folded(truncated(hash)) ? blocks.get(last.block()) : null;
    }

    @Override
    public void addDestinations(Map<String, String> hashes, long destinations) {
        transactions().write(database -> {
            load(database);
            table.insert(database, withDestinations(hashes, destinations), this::add);
            return null;
        });
        deleteOutdated();
    }

    private synchronized Entries withDestinations(Map<String, String> hashes, long destinations) {
        var entries = new Entries();
        hashes.forEach((identity, hash) -> {
            var id = truncatedHash(identity);
            var last = sameContent(id, hash);
            if (last != null) {
                var all = last.delivery().destinations() | destinations;
                entries.add(last.delivery().withDestinations(all), id, truncated(hash));
            }
        });
        return entries;
    }

    @Override
    int forgetDestination(long bit) {
        load();
        var records = 0;
        for (var id : blocksAt(bit)) {
            records += transactions().write(database -> {
                table.removeDestination(database, id, bit);
                database.afterCommit(() -> removeDestination(id, bit));
                return live(id);
            });
        }
        return records;
    }

    private synchronized List<Integer> blocksAt(long bit) {
        return blocks.entrySet().stream()
                .filter(block -> (block.getValue().delivery().destinations() & bit) != 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private synchronized int live(int id) {
        return blocks.containsKey(id) ? blocks.get(id).live() : 0;
    }

    private synchronized void removeDestination(int id, long bit) {
        blocks.computeIfPresent(
                id,
                (key, block) -> new Block(
                        block.delivery().withDestinations(block.delivery().destinations() & ~bit),
                        block.size(),
                        block.live()));
    }

    @Override
    void forget(LocalDate before) {
        load();
        removeBefore(before);
        deleteOutdated();
        sparse().forEach(id -> transactions().write(database -> {
            table.read(database, id).ifPresent(block -> shorten(database, block));
            return null;
        }));
    }

    /** The oldest are deleted first, so that a restart does not find an earlier delivery of a record whose last one is deleted. */
    private synchronized void removeBefore(LocalDate day) {
        var old = blocks.entrySet().stream()
                .filter(block -> block.getValue().delivery().putOn().isBefore(day))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!old.isEmpty()) {
            outdated.addAll(old);
            old.forEach(blocks::remove);
            index.removeIf(block -> !blocks.containsKey(block));
        }
    }

    private synchronized List<Integer> sparse() {
        return blocks.entrySet().stream()
                .filter(block -> block.getValue().sparse())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void shorten(Handle database, HashBlock block) {
        var shorter = block.only(id -> counts(id, block));
        table.shorten(database, shorter);
        database.afterCommit(() -> shortened(shorter));
    }

    private synchronized boolean counts(UUID id, HashBlock block) {
        var entry = index.find(id);
        return entry != null && entry.block() == block.id();
    }

    private synchronized void shortened(HashBlock block) {
        blocks.computeIfPresent(block.id(), (id, last) -> new Block(last.delivery(), block.size(), last.live()));
    }

    /** A failure is only logged, because what replaced the blocks is committed. The next call deletes them. */
    @Override
    void deleteOutdated() {
        for (var id = takeOutdated(); id != null; id = takeOutdated()) {
            try {
                delete(id);
            } catch (StateException e) {
                returnOutdated(id);
                LOG.warn("outdated hashes not deleted from the state reason={}", e.getMessage());
                return;
            }
        }
    }

    private void delete(int id) {
        transactions().write(database -> {
            table.delete(database, id);
            return null;
        });
    }

    private synchronized Integer takeOutdated() {
        return outdated.poll();
    }

    private synchronized void returnOutdated(int id) {
        outdated.addFirst(id);
    }

    @Override
    public long count() {
        load();
        return indexed();
    }

    private synchronized int indexed() {
        return index.count();
    }
}
