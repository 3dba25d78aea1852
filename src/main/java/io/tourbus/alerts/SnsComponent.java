package io.tourbus.alerts;

import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Camel component {@code sns:<ARN of a topic>}: publishes the message body, with the header {@link #SUBJECT} as subject. Uses
 * the region of the ARN. Unlike the component of Camel, it needs no permission except {@code sns:Publish}.
 */
public final class SnsComponent extends DefaultComponent {

    /** The same header as in the SNS component of Camel. */
    static final String SUBJECT = "CamelAwsSnsSubject";

    private final Function<Region, SnsClient> clients;

    /** @param clients creates the client for a region; the owner of the function closes the clients */
    public SnsComponent(Function<Region, SnsClient> clients) {
        this.clients = clients;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        var region = Arn.fromString(remaining)
                .region()
                .orElseThrow(() -> new IllegalArgumentException("the ARN has no region"));
        var client = clients.apply(Region.of(region));
        return new ProcessorEndpoint(uri, this, exchange -> publish(client, remaining, exchange));
    }

    private static void publish(SnsClient client, String arn, Exchange exchange) {
        var message = exchange.getMessage();
        client.publish(request -> request.topicArn(arn)
                .subject(message.getHeader(SUBJECT, String.class))
                .message(message.getBody(String.class)));
    }
}
