package io.tourbus.described;

import org.apache.camel.builder.RouteBuilder;

/** Makes the routes of a described source from the templates that all sources share. */
final class DescribedRoutes extends RouteBuilder {

    private final String source;

    DescribedRoutes(String source) {
        this.source = source;
    }

    @Override
    public void configure() {
        templatedRoute("crawl-source").routeId("crawl-" + source).parameter("source", source);
        templatedRoute("call-source")
                .routeId("call-" + source)
                .prefixId(source + "-")
                .parameter("source", source)
                .parameter("url", placeholder("base-url"));
        templatedRoute("rate-limit-source")
                .routeId("rate-limit-" + source)
                .prefixId(source + "-")
                .parameter("source", source)
                .parameter("millis", placeholder("millis-per-request"));
    }

    private String placeholder(String setting) {
        return "{{%s}}".formatted(DescribedSettings.key(source, setting));
    }
}
