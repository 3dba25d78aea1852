package io.tourbus.operations;

import io.tourbus.state.db.StateException;
import java.io.IOException;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.util.ObjectHelper;

/** Sends to routes, and throws their failures without those of Camel around them. */
public record RouteCaller(CamelContext camel) {

    public <T> T request(Function<FluentProducerTemplate, T> call) {
        try (var template = camel.createFluentProducerTemplate()) {
            return call.apply(template);
        } catch (CamelExecutionException e) {
            throw unwrap(e);
        } catch (IOException e) {
            throw new IllegalStateException("a producer template can be closed", e);
        }
    }

    /** Camel wraps a failure of the state in exceptions about parameters of bean methods. */
    private static RuntimeException unwrap(CamelExecutionException failure) {
        var cause = ObjectHelper.getException(StateException.class, failure);
        if (cause != null) {
            return cause;
        }
        return failure.getCause() instanceof RuntimeException unchecked ? unchecked : failure;
    }
}
