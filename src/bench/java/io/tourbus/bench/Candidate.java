package io.tourbus.bench;

import java.util.Arrays;
import java.util.function.Function;

/** The programs that the benchmark measures. */
enum Candidate {
    TOURBUS("a", "Tourbus", servers -> new TourbusCrawler()),
    FLOOR("b", "floor", Floor::new),
    PREDECESSOR("c", "predecessor", Predecessor::new);

    private final String label;
    private final String title;
    private final Function<BenchServers.Addresses, Crawler> crawler;

    Candidate(String label, String title, Function<BenchServers.Addresses, Crawler> crawler) {
        this.label = label;
        this.title = title;
        this.crawler = crawler;
    }

    static Candidate of(String label) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown candidate: " + label + ". Use a, b or c."));
    }

    String label() {
        return label;
    }

    /** Returns a title such as {@code (a) Tourbus}. */
    String title() {
        return "(%s) %s".formatted(label, title);
    }

    Crawler crawler(BenchServers.Addresses servers) {
        return crawler.apply(servers);
    }
}
