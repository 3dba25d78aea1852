package io.tourbus.run.slice;

import io.tourbus.job.Job;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceResults;
import io.tourbus.state.queue.HeldSlice;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * A slice of a run of another process.
 *
 * @param queue has only this slice
 * @param renewal extends the lease, and returns false if it is lost
 */
public record BorrowedSlice(
        HeldSlice held,
        Job job,
        Instant started,
        boolean full,
        SliceQueue queue,
        SliceResults results,
        ClaimedRecords claims,
        BooleanSupplier renewal) {}
