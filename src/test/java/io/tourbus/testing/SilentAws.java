package io.tourbus.testing;

import io.tourbus.app.Modules;
import io.tourbus.aws.AwsClients;
import io.tourbus.deadletter.DeadLetterQueue;
import io.tourbus.delivery.DeliveryTracker;
import io.tourbus.delivery.SinkRecorder;
import io.tourbus.sink.Sink;
import io.tourbus.sink.Sink.Destination;
import io.tourbus.sink.Sinks;
import io.tourbus.state.State;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients for routes whose sinks are mocked. */
public final class SilentAws {

    private SilentAws() {}

    /** Binds the beans of both sinks, with clients that send nothing. */
    public static void bindSinks(CamelContext camel, State state) {
        var settings = Settled.with();
        var clock = Clock.systemUTC();
        var modules = Modules.STANDARD.sinks().stream()
                .map(sink -> located(Sink.class, sink))
                .toList();
        var registry = camel.getRegistry();
        try (var clients = AwsClients.read(settings)) {
            var context = new Sink.Context(camel, clients, state, clock);
            var sinks = new Sinks(modules, Sinks.prepare(Sinks.read(modules, settings), context.aws()), context);
            registry.bind("sinks", sinks);
            registry.bind("sinkRecorder", new SinkRecorder(sinks));
            registry.bind("deliveryTracker", new DeliveryTracker(state, sinks, clock));
            var hooks = Hooks.in(camel, state.deadLetters());
            registry.bind("hooks", hooks.records());
            registry.bind("deadLetterQueue", new DeadLetterQueue(hooks.letters(), sinks, clock));
        }
        registry.unbind("lakeClient");
        registry.bind("lakeClient", new Lake());
        registry.unbind("streamClient");
        registry.bind("streamClient", new Stream());
    }

    /** A sink that does not ask AWS where it delivers to. */
    private static <T> T located(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("destination")) {
                        return Destination.at("mocked");
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return List.of("read", "prepare", "connect").contains(method.getName())
                            ? located(method.getReturnType(), result)
                            : result;
                }));
    }

    public static final class Lake implements S3Client {
        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}
    }

    public static final class Stream implements KinesisClient {
        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }
}
