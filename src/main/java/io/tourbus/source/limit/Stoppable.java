package io.tourbus.source.limit;

/** Work that sends requests until it is asked to stop. */
@FunctionalInterface
public interface Stoppable {

    boolean stopRequested();
}
