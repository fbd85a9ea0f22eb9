package dev.tranche.runtime.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * A value of AWS's model as the JSON that is sent: its members in the order of the model, those that are not said left out, maps
 * by their keys. The same value has the same text everywhere, which makes it something to count and to hash.
 */
final class ModelText {
    private final StringBuilder text = new StringBuilder();

    private ModelText() {}

    static String of(SdkPojo value) {
        ModelText writer = new ModelText();
        writer.write(value);
        return writer.text.toString();
    }

    private void write(Object value) {
        if (value instanceof SdkPojo structure) {
            Map<String, Object> said = new LinkedHashMap<>();
            for (SdkField<?> field : structure.sdkFields()) {
                Object each = field.getValueOrDefault(structure);
                if (isSaid(each)) {
                    said.put(field.locationName(), each);
                }
            }
            object(said);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
            object(sorted);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(String.valueOf(value));
        }
    }

    private static boolean isSaid(Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private void object(Map<String, Object> members) {
        text.append('{');
        String before = "";
        for (Map.Entry<String, Object> member : members.entrySet()) {
            text.append(before);
            string(member.getKey());
            text.append(':');
            write(member.getValue());
            before = ",";
        }
        text.append('}');
    }

    private void list(List<?> values) {
        text.append('[');
        String before = "";
        for (Object each : values) {
            text.append(before);
            write(each);
            before = ",";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : "\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
