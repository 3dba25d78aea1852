package io.tourbus.share;

/** Waits between two polls of the database. */
final class Pause {

    private Pause() {}

    /**
     * @param awaited what the caller waits for
     * @throws IllegalStateException if the thread is interrupted; it stays interrupted
     */
    static void sleep(long millis, String awaited) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + awaited, e);
        }
    }
}
