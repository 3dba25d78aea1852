package io.tourbus.bench;

/** The machine on which the benchmark runs. */
record Machine(String system, String architecture, int processors, String java) {

    static Machine here() {
        return new Machine(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    @Override
    public String toString() {
        return "%s %s, %d processors, %s".formatted(system, architecture, processors, java);
    }
}
