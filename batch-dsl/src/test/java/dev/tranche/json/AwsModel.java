package dev.tranche.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The part of the API model of AWS Batch that documents are checked against; written for this, of no code of ours. */
final class AwsModel {
    private final Map<String, Object> shapes = object(JsonText.read(Resources.text("aws-batch-shapes.json")));

    Set<String> members(String shape) {
        return new TreeSet<>(
                object(shape(shape).getOrDefault("members", Map.of())).keySet());
    }

    List<Object> values(String shape) {
        return list(shape(shape).getOrDefault("enum", List.of()));
    }

    /** What is wrong with a document that is to have a shape. */
    List<String> problems(String shape, Object document) {
        List<String> problems = new ArrayList<>();
        check(shape, document, "$", problems);
        return problems;
    }

    private void check(String name, Object value, String path, List<String> problems) {
        Map<String, Object> shape = shape(name);
        String type = (String) part(shape, "type");
        if (!isOf(type, value)) {
            problems.add(path + " is no " + type + ": " + value);
            return;
        }
        bounds(shape, size(value), path, problems);
        switch (type) {
            case "structure" -> structure(shape, object(value), path, problems);
            case "list" -> {
                int index = 0;
                for (Object each : list(value)) {
                    check(target(part(shape, "member")), each, path + "[" + index++ + "]", problems);
                }
            }
            case "map" ->
                object(value).forEach((key, each) -> {
                    check(target(part(shape, "key")), key, path + "." + key, problems);
                    check(target(part(shape, "value")), each, path + "." + key, problems);
                });
            case "string" -> string(shape, (String) value, path, problems);
            default -> {}
        }
    }

    private void structure(Map<String, Object> shape, Map<String, Object> value, String path, List<String> problems) {
        Map<String, Object> members = object(part(shape, "members"));
        for (Object required : list(shape.getOrDefault("required", List.of()))) {
            if (!value.containsKey(required)) {
                problems.add(path + "." + required + " is missing");
            }
        }
        value.forEach((name, each) -> {
            if (members.containsKey(name)) {
                check(target(part(members, name)), each, path + "." + name, problems);
            } else {
                problems.add(path + "." + name + " is unknown");
            }
        });
    }

    private void string(Map<String, Object> shape, String value, String path, List<String> problems) {
        List<Object> values = list(shape.getOrDefault("enum", List.of(value)));
        if (!values.contains(value)) {
            problems.add(path + " is none of " + values + ": " + value);
        }
        Object pattern = shape.get("pattern");
        if (pattern != null && !Pattern.matches((String) pattern, value)) {
            problems.add(path + " does not match " + pattern + ": " + value);
        }
    }

    private static void bounds(Map<String, Object> shape, double size, String path, List<String> problems) {
        double min = ((Number) shape.getOrDefault("min", -Double.MAX_VALUE)).doubleValue();
        double max = ((Number) shape.getOrDefault("max", Double.MAX_VALUE)).doubleValue();
        if (size < min || size > max) {
            problems.add(path + " is out of " + min + " to " + max + ": " + size);
        }
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "structure", "map" -> value instanceof Map;
            case "list" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long number && number == number.intValue();
            case "long" -> value instanceof Long;
            case "float", "double" -> value instanceof Number;
            default -> false;
        };
    }

    private static double size(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.size();
        } else if (value instanceof List<?> list) {
            return list.size();
        } else if (value instanceof String text) {
            return text.length();
        }
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private Map<String, Object> shape(String name) {
        return object(part(shapes, name));
    }

    private static Object part(Map<String, Object> whole, String name) {
        return Objects.requireNonNull(whole.get(name), name);
    }

    private static String target(Object reference) {
        return (String) part(object(reference), "shape");
    }

    /** A document without any key {@code tranche}. */
    static Object withoutTranche(Object value) {
        if (value instanceof Map) {
            Map<String, Object> rest = new LinkedHashMap<>();
            object(value).forEach((name, each) -> {
                if (!name.equals("tranche")) {
                    rest.put(name, withoutTranche(each));
                }
            });
            return rest;
        }
        return value instanceof List
                ? list(value).stream().map(AwsModel::withoutTranche).toList()
                : value;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
