package dev.tranche.runtime.ec2.standin;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * EC2's protocol: requests are forms whose keys are paths, answers are XML. Both are turned from and into what the model says, so
 * that an operation sees the same JSON as one of a service that speaks it.
 */
final class QueryCodec {
    private static final String NAMESPACE = " xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"";

    private final ApiModel model;

    QueryCodec(ApiModel model) {
        this.model = model;
    }

    // ---- requests

    /** A form as a tree: {@code Filter.1.Name=a} is a node in a node in a node. */
    private static final class Tree {
        final Map<String, Tree> branches = new TreeMap<>();
        Optional<String> text = Optional.empty();

        void put(String[] path, int at, String value) {
            if (at == path.length) {
                text = Optional.of(value);
            } else {
                branches.computeIfAbsent(path[at], name -> new Tree()).put(path, at + 1, value);
            }
        }
    }

    ObjectNode request(String operation, Map<String, String> form) {
        Tree tree = new Tree();
        form.forEach((key, value) -> {
            if (!key.equals("Action") && !key.equals("Version")) {
                tree.put(key.split("\\."), 0, value);
            }
        });
        return (ObjectNode) value(tree, model.input(operation));
    }

    private JsonNode value(Tree tree, String shapeName) {
        JsonNode shape = model.shape(shapeName);
        return switch (shape.path("type").asString()) {
            case "structure" -> structure(tree, shape);
            case "list" -> list(tree, shape);
            case "integer", "long" -> WireServer.JSON.getNodeFactory().numberNode(Long.parseLong(text(tree)));
            case "double", "float" -> WireServer.JSON.getNodeFactory().numberNode(Double.parseDouble(text(tree)));
            case "boolean" -> WireServer.JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(text(tree)));
            default -> WireServer.JSON.getNodeFactory().stringNode(text(tree));
        };
    }

    private static String text(Tree tree) {
        return tree.text.orElseThrow(() -> new ApiError(400, "InvalidParameter", "a value is missing"));
    }

    private ObjectNode structure(Tree tree, JsonNode shape) {
        ObjectNode node = WireServer.JSON.createObjectNode();
        Map<String, Tree> left = new TreeMap<>(tree.branches);
        shape.path("members").properties().forEach(member -> {
            Tree branch = left.remove(key(member.getKey(), member.getValue()));
            if (branch != null) {
                node.set(
                        member.getKey(),
                        value(branch, member.getValue().path("shape").asString()));
            }
        });
        if (!left.isEmpty()) {
            throw new ApiError(400, "UnknownParameter", "The parameter " + left.keySet() + " is not recognized");
        }
        return node;
    }

    private static String key(String name, JsonNode member) {
        if (member.has("queryName")) {
            return member.path("queryName").asString();
        }
        String location = member.path("locationName").asString(name);
        return Character.toUpperCase(location.charAt(0)) + location.substring(1);
    }

    private ArrayNode list(Tree tree, JsonNode shape) {
        ArrayNode node = WireServer.JSON.createArrayNode();
        String member = shape.path("member").path("shape").asString();
        IntStream.rangeClosed(1, tree.branches.size())
                .mapToObj(i -> tree.branches.get(Integer.toString(i)))
                .filter(Objects::nonNull)
                .forEach(branch -> node.add(value(branch, member)));
        return node;
    }

    // ---- answers

    String answer(String operation, JsonNode answer) {
        String inner = model.output(operation)
                .map(shape -> content(answer, model.shape(shape)))
                .orElse("<return>true</return>");
        return "<" + operation + "Response" + NAMESPACE + "><requestId>r</requestId>" + inner + "</" + operation
                + "Response>";
    }

    private String content(JsonNode value, JsonNode shape) {
        StringBuilder xml = new StringBuilder();
        switch (shape.path("type").asString()) {
            case "structure" ->
                shape.path("members").properties().forEach(member -> {
                    JsonNode each = value.path(member.getKey());
                    if (!each.isMissingNode()) {
                        xml.append(Xml.element(
                                member.getValue().path("locationName").asString(member.getKey()),
                                content(
                                        each,
                                        model.shape(
                                                member.getValue().path("shape").asString()))));
                    }
                });
            case "list" -> {
                String name = shape.path("member").path("locationName").asString("item");
                JsonNode member = model.shape(shape.path("member").path("shape").asString());
                value.forEach(each -> xml.append(Xml.element(name, content(each, member))));
            }
            case "timestamp" -> xml.append(Instant.ofEpochMilli((long) (value.asDouble() * 1e3)));
            default -> xml.append(Xml.escaped(value.asString()));
        }
        return xml.toString();
    }
}
