package io.tourbus.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Groups records into batches within the limits, in order. Reads lazily, at most one record beyond the current batch. Passes
 * records that exceed a limit to {@code refused}.
 */
final class Batches implements Iterator<List<StreamRecord>> {
    private final Iterator<StreamRecord> records;
    private final BatchLimits limits;
    private final Consumer<RefusedRecord> refused;
    private Optional<StreamRecord> lookahead = Optional.empty();

    Batches(Iterator<StreamRecord> records, BatchLimits limits, Consumer<RefusedRecord> refused) {
        this.records = records;
        this.limits = limits;
        this.refused = refused;
    }

    @Override
    public boolean hasNext() {
        if (lookahead.isEmpty()) {
            lookahead = readValid();
        }
        return lookahead.isPresent();
    }

    @Override
    public List<StreamRecord> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<StreamRecord> batch = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        long bytes = 0;
        while (lookahead.isPresent() && batch.size() < limits.maxRecords()) {
            bytes += lookahead.get().size();
            boolean newKey = keys.add(lookahead.get().partitionKey());
            if (bytes > limits.maxBytes() || limits.keyOnce() && !newKey) {
                break;
            }
            batch.add(lookahead.get());
            lookahead = readValid();
        }
        return batch;
    }

    private Optional<StreamRecord> readValid() {
        while (records.hasNext()) {
            StreamRecord record = records.next();
            Optional<RefusedRecord> refusal = limits.refusal(record);
            if (refusal.isEmpty()) {
                return Optional.of(record);
            }
            refused.accept(refusal.get());
        }
        return Optional.empty();
    }
}
