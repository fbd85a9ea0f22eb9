package dev.tranche.runtime.ec2.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster query language, as far as placement needs it: comparisons of {@code ec2InstanceId} and {@code attribute:name} with
 * {@code ==}, {@code !=}, {@code =~}, {@code in [a, b]} and {@code exists}, joined by {@code and}, {@code or}, {@code not} and
 * parentheses.
 */
final class PlacementExpression {
    private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|=~|!~|\\[|]|\\(|\\)|,|[^\\s\\[\\](),=!]+|!)");

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int at;

    private PlacementExpression(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text.strip());
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (end != text.strip().length()) {
            throw wrong();
        }
    }

    static Predicate<Map<String, String>> of(String text) {
        PlacementExpression parser = new PlacementExpression(text);
        Predicate<Map<String, String>> expression = parser.or();
        if (parser.at != parser.tokens.size()) {
            throw parser.wrong();
        }
        return expression;
    }

    private ApiError wrong() {
        return ApiError.invalid("Invalid constraint expression: " + text);
    }

    private Predicate<Map<String, String>> or() {
        Predicate<Map<String, String>> left = and();
        while (take("or") || take("||")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<Map<String, String>> and() {
        Predicate<Map<String, String>> left = not();
        while (take("and") || take("&&")) {
            left = left.and(not());
        }
        return left;
    }

    private Predicate<Map<String, String>> not() {
        if (take("not") || take("!")) {
            return not().negate();
        }
        if (take("(")) {
            Predicate<Map<String, String>> inner = or();
            expect(")");
            return inner;
        }
        return comparison();
    }

    private Predicate<Map<String, String>> comparison() {
        String subject = next().replace("attribute:", "");
        if (take("exists")) {
            return host -> host.containsKey(subject);
        }
        if (take("in")) {
            expect("[");
            List<String> values = new ArrayList<>();
            do {
                values.add(next());
            } while (take(","));
            expect("]");
            return host -> values.contains(host.get(subject));
        }
        String operator = next();
        String value = next();
        return switch (operator) {
            case "==", "equals" -> host -> value.equals(host.get(subject));
            case "!=", "not_equals" -> host -> !value.equals(host.get(subject));
            case "=~", "matches" ->
                host -> host.containsKey(subject) && host.get(subject).matches(value);
            case "!~", "not_matches" -> host -> !host.getOrDefault(subject, "").matches(value);
            default -> throw wrong();
        };
    }

    private boolean take(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong();
        }
    }

    private String next() {
        if (at == tokens.size()) {
            throw wrong();
        }
        return tokens.get(at++);
    }
}
