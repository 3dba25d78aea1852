package io.tourbus.stream;

import io.tourbus.model.Batch;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.util.List;
import org.apache.camel.Variable;

/** Selects what to send to the stream: the changed records of a batch if there is one, otherwise the records of dead letters. */
public final class StreamRecords {

    /** The partition keys of the {@link #lines}. */
    public List<String> keys(@Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        return batch != null
                ? batch.onlyChanged().ids()
                : chunk.stream().map(stored -> stored.letter().target()).toList();
    }

    public List<byte[]> lines(@Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        return batch != null
                ? batch.onlyChanged().lines()
                : chunk.stream().map(stored -> stored.letter().payload()).toList();
    }
}
