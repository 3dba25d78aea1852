package io.tourbus.sandbox.catalogue;

import java.util.Arrays;
import java.util.Random;

/** The music genres of Ticketmaster with their real IDs, and weights for the number of events. */
public enum Genre {
    ROCK("KnvZfZ7vAeA", "Rock", 300),
    POP("KnvZfZ7vAev", "Pop", 160),
    ALTERNATIVE("KnvZfZ7vAvv", "Alternative", 90),
    COUNTRY("KnvZfZ7vAv6", "Country", 80),
    HIP_HOP("KnvZfZ7vAv1", "Hip-Hop/Rap", 70),
    ELECTRONIC("KnvZfZ7vAvF", "Dance/Electronic", 60),
    RHYTHM_AND_BLUES("KnvZfZ7vAee", "R&B", 50),
    METAL("KnvZfZ7vAvt", "Metal", 45),
    JAZZ("KnvZfZ7vAvE", "Jazz", 35),
    RELIGIOUS("KnvZfZ7vAe7", "Religious", 20),
    BLUES("KnvZfZ7vAvd", "Blues", 10),
    NEW_AGE("KnvZfZ7vAvn", "New Age", 5),
    OTHER("KnvZfZ7vAvl", "Other", 45),
    UNDEFINED("KnvZfZ7vAe6", "Undefined", 30);

    private static final int ALL =
            Arrays.stream(values()).mapToInt(genre -> genre.weight).sum();

    private final String id;
    private final String title;
    private final int weight;

    Genre(String id, String title, int weight) {
        this.id = id;
        this.title = title;
        this.weight = weight;
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /** Picks a random genre by weight. @return {@code null} for one event in fifty, which has no genre */
    static Genre pick(Random random) {
        int rest = random.nextInt(ALL);
        if (random.nextInt(50) == 0) {
            return null;
        }
        for (var genre : values()) {
            rest -= genre.weight;
            if (rest < 0) {
                return genre;
            }
        }
        throw new IllegalStateException("The weights of the genres do not add up.");
    }
}
