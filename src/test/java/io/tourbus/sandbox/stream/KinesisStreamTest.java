package io.tourbus.sandbox.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KinesisStreamTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final int RECORD_BYTES = 100_000;
    private static final int RECORDS = 5_000;

    private final KinesisStream stream = new KinesisStream("s", 2, START);

    @Test
    void aStreamKeepsItsLastRecordsWithinTheBoundAndTheirPositions() {
        for (int i = 0; i < RECORDS; i++) {
            stream.put("key-" + i, null, new byte[RECORD_BYTES], START.plusSeconds(i));
        }

        assertThat(stream.end(0) + stream.end(1)).isEqualTo(RECORDS);
        assertThat(stream.read(0, 0, RECORDS).size()
                        + stream.read(1, 0, RECORDS).size())
                .isBetween(KinesisStream.KEPT_BYTES / RECORD_BYTES - 4, KinesisStream.KEPT_BYTES / RECORD_BYTES);
        for (int shard = 0; shard < 2; shard++) {
            var kept = stream.read(shard, 0, RECORDS);
            var first = kept.get(0);
            assertThat(kept).last().extracting(KinesisStream.Stored::sequence).isEqualTo(stream.end(shard) - 1);
            assertThat(stream.read(shard, first.sequence() + 2, 1)).isEqualTo(List.of(kept.get(2)));
            assertThat(stream.read(shard, stream.end(shard), 1)).isEmpty();
            assertThat(stream.firstSince(shard, START)).isEqualTo(first.sequence());
            assertThat(stream.firstSince(shard, kept.get(3).arrived()))
                    .isEqualTo(kept.get(3).sequence());
            assertThat(stream.firstSince(shard, START.plusSeconds(RECORDS))).isEqualTo(stream.end(shard));
        }
    }

    @Test
    void aRecordThatIsLargerThanTheBoundOfItsShardIsKept() {
        var record = stream.put("key", "0", new byte[KinesisStream.KEPT_BYTES], START);

        assertThat(stream.read(0, 0, 10)).containsExactly(record);
    }
}
