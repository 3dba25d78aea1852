package io.tourbus.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.settings.Settings;
import java.util.List;

/** How an alert is written for its endpoint; a bean of the routes. */
public enum AlertFormat {
    LINE("text/plain; charset=utf-8"),
    TEXT("text/plain; charset=utf-8"),
    /** The alert with its text as {@code text}, which is what chats look for. */
    JSON("application/json; charset=utf-8"),
    /** The text alone, in JSON. */
    SLACK("application/json; charset=utf-8");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> WEB = List.of("http", "https");

    private final String contentType;

    AlertFormat(String contentType) {
        this.contentType = contentType;
    }

    /** @param to where alerts go */
    static AlertFormat read(Settings settings, String to) {
        return settings.choiceOrAuto("tourbus.alerts.format", AlertFormat.class).orElseGet(() -> fitting(to));
    }

    private static AlertFormat fitting(String to) {
        var scheme = to.replaceFirst(":.*", "");
        if (WEB.contains(scheme)) {
            return to.contains("://hooks.slack.com/") ? SLACK : JSON;
        }
        return scheme.equals("log") ? LINE : TEXT;
    }

    public String contentType() {
        return contentType;
    }

    public String format(Alert alert) {
        return switch (this) {
            case LINE -> alert.line();
            case TEXT -> alert.text();
            case JSON ->
                json(MAPPER.createObjectNode().put("text", alert.text()).setAll((ObjectNode)
                        MAPPER.valueToTree(alert)));
            case SLACK -> json(MAPPER.createObjectNode().put("text", escaped(alert.text())));
        };
    }

    /** What Slack would take for the beginning of links and the like. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String json(Object content) {
        try {
            return MAPPER.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }
}
