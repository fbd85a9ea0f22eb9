package dev.tranche.runtime.ec2.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model of AWS's: the shapes of requests and answers, which every message is held against. */
final class ApiModel {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode model;

    private ApiModel(JsonNode model) {
        this.model = model;
    }

    /** @param service {@code ecs}, {@code ec2}, {@code logs}, {@code ssm} or {@code sts} */
    static ApiModel of(String service) {
        try (InputStream file = ApiModel.class.getResourceAsStream("/aws-models/" + service + ".json")) {
            return new ApiModel(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode shape(String name) {
        JsonNode shape = model.path("shapes").get(name);
        if (shape == null) {
            throw new AssertionError("the model has no shape " + name);
        }
        return shape;
    }

    boolean has(String operation) {
        return model.path("operations").has(operation);
    }

    /** The shape of a request. */
    String input(String operation) {
        return operations(operation).path("input").path("shape").asString();
    }

    /** The shape of an answer, of those that have any. */
    Optional<String> output(String operation) {
        JsonNode output = operations(operation).path("output").path("shape");
        return output.isMissingNode() ? Optional.empty() : Optional.of(output.asString());
    }

    /** What is wrong with a request, in AWS's words as far as it has any. */
    Optional<String> wrongInput(String operation, JsonNode request) {
        return wrong(request, input(operation), "request");
    }

    /** What is wrong with an answer. */
    Optional<String> wrongOutput(String operation, JsonNode answer) {
        return output(operation).flatMap(shape -> wrong(answer, shape, "answer"));
    }

    private JsonNode operations(String operation) {
        JsonNode found = model.path("operations").get(operation);
        if (found == null) {
            throw new AssertionError("the model has no operation " + operation);
        }
        return found;
    }

    private Optional<String> wrong(JsonNode value, String shapeName, String at) {
        JsonNode shape = shape(shapeName);
        return switch (shape.path("type").asString()) {
            case "structure" -> structure(value, shape, at);
            case "list" -> list(value, shape, at);
            case "map" -> map(value, shape, at);
            case "string" -> value.isString() ? text(value.asString(), shape, at) : Optional.of(at + " is no text");
            case "integer", "long" ->
                value.isIntegralNumber() ? number(value.asLong(), shape, at) : Optional.of(at + " is no whole number");
            case "boolean" -> value.isBoolean() ? Optional.empty() : Optional.of(at + " is no boolean");
            case "double", "float", "timestamp" ->
                value.isNumber() ? Optional.empty() : Optional.of(at + " is no number");
            default -> Optional.empty();
        };
    }

    private Optional<String> structure(JsonNode value, JsonNode shape, String at) {
        if (!value.isObject()) {
            return Optional.of(at + " is no structure");
        }
        for (JsonNode required : shape.path("required")) {
            if (!value.has(required.asString())) {
                return Optional.of(at + "." + required.asString() + " must not be null");
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode known = shape.path("members").get(member.getKey());
            if (known == null) {
                return Optional.of(at + " has no member " + member.getKey());
            }
            Optional<String> wrong =
                    wrong(member.getValue(), known.path("shape").asString(), at + "." + member.getKey());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> list(JsonNode value, JsonNode shape, String at) {
        if (!value.isArray()) {
            return Optional.of(at + " is no list");
        }
        Optional<String> size = number(value.size(), shape, at + ", its size,");
        if (size.isPresent()) {
            return size;
        }
        for (int i = 0; i < value.size(); i++) {
            Optional<String> wrong =
                    wrong(value.get(i), shape.path("member").path("shape").asString(), at + "[" + i + "]");
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> map(JsonNode value, JsonNode shape, String at) {
        if (!value.isObject()) {
            return Optional.of(at + " is no map");
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Optional<String> wrong =
                    wrong(entry.getValue(), shape.path("value").path("shape").asString(), at + "." + entry.getKey());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(String value, JsonNode shape, String at) {
        if (shape.has("enum")
                && shape.path("enum")
                        .valueStream()
                        .noneMatch(each -> each.asString().equals(value))) {
            return Optional.of(at + ": '" + value + "' is not one of " + shape.path("enum"));
        }
        if (shape.has("pattern")
                && !Pattern.compile(shape.path("pattern").asString())
                        .matcher(value)
                        .find()) {
            return Optional.of(at + ": '" + value + "' does not match "
                    + shape.path("pattern").asString());
        }
        return number(value.length(), shape, at + ", its length,");
    }

    private static Optional<String> number(long value, JsonNode shape, String at) {
        boolean tooSmall = shape.has("min") && value < shape.path("min").asLong();
        boolean tooLarge = shape.has("max") && value > shape.path("max").asLong();
        return tooSmall || tooLarge
                ? Optional.of(at + " must be from " + shape.path("min") + " to " + shape.path("max") + ": " + value)
                : Optional.empty();
    }
}
