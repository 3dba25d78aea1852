package io.tourbus.bench;

/** What is measured. */
@FunctionalInterface
interface Program {

    /** Reads all that the stage has, and delivers it. */
    void run() throws Exception;
}
