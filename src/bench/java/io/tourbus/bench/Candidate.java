package io.tourbus.bench;

import java.util.Arrays;

/** The programs that the benchmark measures. */
enum Candidate {
    TOURBUS("a", "Tourbus"),
    FLOOR("b", "minimal Java"),
    PREDECESSOR("c", "predecessor"),
    PYTHON("d", "Python"),
    OLD("old", "older Tourbus"),
    REQUESTS("r", "requests only");

    private final String label;
    private final String title;

    Candidate(String label, String title) {
        this.label = label;
        this.title = title;
    }

    static Candidate of(String label) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown candidate: " + label));
    }

    String label() {
        return label;
    }

    /** Returns a title such as {@code (a) Tourbus}. */
    String title() {
        return "(%s) %s".formatted(label, title);
    }

    /** Returns the heading of a column. */
    String heading() {
        return this == OLD ? label : label + " " + title;
    }

    boolean inPython() {
        return this == PREDECESSOR || this == PYTHON;
    }

    /** Loads only the classes of this program, because an older Tourbus does not have those of the others. */
    Crawler crawler(BenchServers.Addresses servers) {
        return switch (this) {
            case TOURBUS ->
                System.getenv(OpenCrawler.KEEP_OPEN) == null
                        ? new TourbusCrawler(servers)
                        : new OpenCrawler(new TourbusCrawler(servers));
            case OLD -> new TourbusCrawler(servers);
            case FLOOR -> new Floor(servers);
            case REQUESTS -> new Requests(servers);
            case PREDECESSOR, PYTHON -> throw new IllegalArgumentException(title + " is not a program in Java.");
        };
    }
}
