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
 * Cuts records into batches within the limits, in their order. Lazy: it reads one record ahead of the batch it hands
 * out. Records that can never be sent go to {@code unfit} and leave no gap.
 */
final class Batches implements Iterator<List<StreamRecord>> {
    private final Iterator<StreamRecord> records;
    private final BatchLimits limits;
    private final Consumer<RefusedRecord> unfit;
    private Optional<StreamRecord> ahead = Optional.empty();

    Batches(Iterator<StreamRecord> records, BatchLimits limits, Consumer<RefusedRecord> unfit) {
        this.records = records;
        this.limits = limits;
        this.unfit = unfit;
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            ahead = readFitting();
        }
        return ahead.isPresent();
    }

    @Override
    public List<StreamRecord> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<StreamRecord> batch = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        long bytes = 0;
        while (ahead.isPresent() && batch.size() < limits.maxRecords()) {
            bytes += ahead.get().size();
            boolean newKey = keys.add(ahead.get().partitionKey());
            if (bytes > limits.maxBytes() || limits.keyOnce() && !newKey) {
                break;
            }
            batch.add(ahead.get());
            ahead = readFitting();
        }
        return batch;
    }

    private Optional<StreamRecord> readFitting() {
        while (records.hasNext()) {
            StreamRecord record = records.next();
            Optional<RefusedRecord> objection = limits.objection(record);
            if (objection.isEmpty()) {
                return Optional.of(record);
            }
            unfit.accept(objection.get());
        }
        return Optional.empty();
    }
}
