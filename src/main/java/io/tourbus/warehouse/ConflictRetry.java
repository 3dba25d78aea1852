package io.tourbus.warehouse;

import io.tourbus.warehouse.iceberg.IcebergTable.ConflictException;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats changes of tables that fail because another process has changed the tables at the same time. */
final class ConflictRetry {

    private static final int ATTEMPTS = 20;
    private static final long MILLIS_PER_ATTEMPT = 50;
    private static final int LONGEST_AFTER = 10;

    private ConflictRetry() {}

    /**
     * @param reload is called before each further attempt
     * @throws ConflictException if no attempt succeeds
     */
    static void run(Runnable change, Runnable reload) {
        for (var attempt = 1; ; attempt++) {
            try {
                change.run();
                return;
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
                reload.run();
            }
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(MILLIS_PER_ATTEMPT * Math.min(attempt, LONGEST_AFTER)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The build was interrupted. Run it again to continue.", e);
        }
    }
}
