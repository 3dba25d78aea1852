package io.tourbus.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.settings.Settings;

/** Converts an alert to the body of a message for the alert endpoint. The routes use it as a bean. */
public enum AlertFormat {
    LINE("text/plain; charset=utf-8"),
    TEXT("text/plain; charset=utf-8"),
    /** The fields of the alert, and its text in the field {@code text}, which chat webhooks display. */
    JSON("application/json; charset=utf-8"),
    /** JSON with only the field {@code text}. */
    SLACK("application/json; charset=utf-8");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String contentType;

    AlertFormat(String contentType) {
        this.contentType = contentType;
    }

    /** @param to the endpoint URI, which determines the format if the setting is {@code auto} */
    static AlertFormat read(Settings settings, String to) {
        return settings.choiceOrAuto("tourbus.alerts.format", AlertFormat.class).orElseGet(() -> forEndpoint(to));
    }

    private static AlertFormat forEndpoint(String uri) {
        return switch (uri.replaceFirst(":.*", "")) {
            case "http", "https" -> uri.contains("://hooks.slack.com/") ? SLACK : JSON;
            case "log" -> LINE;
            default -> TEXT;
        };
    }

    public String contentType() {
        return contentType;
    }

    public String format(Alert alert) {
        return switch (this) {
            case LINE -> alert.line();
            case TEXT -> alert.text();
            case JSON ->
                json(alert.text()).setAll(MAPPER.<ObjectNode>valueToTree(alert)).toString();
            case SLACK -> json(escaped(alert.text())).toString();
        };
    }

    private static ObjectNode json(String text) {
        return MAPPER.createObjectNode().put("text", text);
    }

    /** Slack treats these characters as markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
