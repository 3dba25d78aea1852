package io.tourbus.testing;

import io.tourbus.hook.HookCalls;
import io.tourbus.hook.HookDeadLetters;
import io.tourbus.hook.RecordHooks;
import io.tourbus.state.DeadLetterRepository;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The hooks of an installation, which are those of a Camel context. */
public record Hooks(HookDeadLetters letters, RecordHooks records) {

    public static Hooks in(CamelContext camel, DeadLetterRepository repository) {
        var calls = new HookCalls(camel, Duration.ofSeconds(10));
        var letters = new HookDeadLetters(repository, calls, added -> {}, Clock.systemUTC());
        return new Hooks(letters, new RecordHooks(calls, letters, false));
    }

    public static Hooks none(DeadLetterRepository repository) {
        return in(new DefaultCamelContext(), repository);
    }
}
