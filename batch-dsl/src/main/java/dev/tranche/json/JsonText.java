package dev.tranche.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** JSON as text and as bytes; the only place that knows how Jackson is set up. */
final class JsonText {
    static final int MAX_LENGTH = 16 << 20;
    static final int MAX_DEPTH = 64;

    private static final int EXPECTED_LENGTH = 1024;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_LENGTH)
                    .build())
            .build();

    private JsonText() {}

    static <T> String readable(Shape shape, T value, ShapeWriter.Mapper<T> mapper) {
        return write(new ReadableStyle(), shape, value, mapper).toString(StandardCharsets.UTF_8) + "\n";
    }

    static <T> byte[] compact(Shape shape, T value, ShapeWriter.Mapper<T> mapper) {
        return write(ObjectWriteContext.empty(), shape, value, mapper).toByteArray();
    }

    private static <T> ByteArrayOutputStream write(
            ObjectWriteContext style, Shape shape, T value, ShapeWriter.Mapper<T> mapper) {
        var bytes = new ByteArrayOutputStream(EXPECTED_LENGTH);
        try (JsonGenerator json = JSON.createGenerator(style, bytes)) {
            ShapeWriter.document(json, shape, value, mapper);
        } catch (JacksonException e) {
            throw new JsonRefusedException("$", e.getOriginalMessage());
        }
        return bytes;
    }

    static Object read(String text) {
        refuseTooLong(text.length());
        return read(JSON.createParser(ObjectReadContext.empty(), text));
    }

    static Object read(byte[] utf8) {
        refuseTooLong(utf8.length);
        return read(JSON.createParser(ObjectReadContext.empty(), utf8));
    }

    private static void refuseTooLong(int length) {
        if (length > MAX_LENGTH) {
            throw new JsonRefusedException("$", "must be at most 16 MiB long: " + length);
        }
    }

    private static Object read(JsonParser opened) {
        try (JsonParser json = opened) {
            json.nextToken();
            Object value = value(json, "$");
            if (json.nextToken() != null) {
                throw new JsonRefusedException("$", "something follows the document");
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** Tells where, but not what stands there: it may be somebody's secret in the wrong file. */
    private static JsonRefusedException malformed(JacksonException e) {
        var at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new JsonRefusedException("$", "is not JSON" + where + ": " + e.getOriginalMessage());
    }

    private static Object value(JsonParser json, String path) {
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new JsonRefusedException(path, "the document is empty");
        }
        return switch (token) {
            case START_OBJECT -> object(json, path);
            case START_ARRAY -> array(json, path);
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(json, path);
            case VALUE_NUMBER_FLOAT -> decimal(json, path);
            default -> throw new JsonRefusedException(path, "must have a value, not null; or leave the key out");
        };
    }

    private static Map<String, Object> object(JsonParser json, String path) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            String inside = path + "." + name;
            json.nextToken();
            if (members.put(name, value(json, inside)) != null) {
                throw new JsonRefusedException(inside, "stands there twice");
            }
        }
        return members;
    }

    private static List<Object> array(JsonParser json, String path) {
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(json, path + "[" + values.size() + "]"));
        }
        return values;
    }

    private static Long integer(JsonParser json, String path) {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new JsonRefusedException(path, "must fit 64 bits: " + json.getString());
        }
        return json.getLongValue();
    }

    private static Double decimal(JsonParser json, String path) {
        double value = json.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new JsonRefusedException(path, "must be a finite number: " + json.getString());
        }
        return value;
    }

    /** A line for each member, two spaces deeper than its object; lists go on in the line. */
    private static final class ReadableStyle extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withArrayElementSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
