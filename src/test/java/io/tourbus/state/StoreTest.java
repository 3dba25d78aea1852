package io.tourbus.state;

import io.tourbus.testing.TestClock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Base class of repository tests: runs each test with an empty H2 and an empty PostgreSQL database. Tests must not close the state. */
@ParameterizedClass
@EnumSource(Databases.Product.class)
@ExtendWith(Databases.Extension.class)
public abstract class StoreTest {

    @Parameter
    public Databases.Product product;

    public final TestClock clock = new TestClock();
    public String url;
    public State state;

    @BeforeEach
    public void open(Databases databases) {
        var shared = databases.emptied(product);
        url = shared.url();
        state = shared.state();
    }

    /** Returns a record hash with the stored length of 128 bits. */
    static String hash(int number) {
        return "%032x".formatted(number);
    }

    /** Runs the same work in eight threads, and waits until all have finished. */
    protected static void byEightThreads(Callable<Void> work) throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (var done :
                    threads.invokeAll(Stream.generate(() -> work).limit(8).toList())) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
