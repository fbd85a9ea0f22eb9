package dev.tranche.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;

/** What an engine said when it refused something: docker-java's exceptions hold its JSON behind a word about the status. */
final class EngineMessage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineMessage() {}

    static String of(DockerException refused) {
        String text = String.valueOf(refused.getMessage()).strip();
        int brace = text.indexOf('{');
        if (brace < 0) {
            return text;
        }
        try {
            JsonNode message = JSON.readTree(text.substring(brace)).path("message");
            return message.isTextual() ? message.textValue().strip() : text;
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }
}
