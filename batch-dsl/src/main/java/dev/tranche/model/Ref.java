package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place for the value of a parameter, written {@code Ref::name} in the command of a container or the arguments of an
 * executable, and nowhere else.
 *
 * <p>The name reaches as far as letters, digits, {@code -} and {@code _} do, so {@code Ref::out.png} is the parameter
 * {@code out} followed by {@code .png}. The value goes in verbatim: nothing is quoted, split or replaced in it again.
 */
public final class Ref {
    private static final String PREFIX = "Ref::";
    private static final Pattern TOKEN = Pattern.compile(PREFIX + "([A-Za-z0-9_-]+)");

    private Ref() {}

    /**
     * The place for a parameter's value.
     *
     * @param parameter the name of the parameter: 1 to 128 letters, digits, {@code -} or {@code _}
     * @return the text {@code Ref::parameter}
     * @throws IllegalArgumentException if the name is not one
     */
    public static String to(String parameter) {
        return PREFIX + Check.name("parameter", parameter);
    }

    static boolean isIn(String text) {
        return TOKEN.matcher(text).find();
    }

    /** The words with all references replaced; a reference without a value is a problem. */
    static ImmutableList<String> resolved(List<String> words, Map<String, String> parameters, Problems problems) {
        return words.stream()
                .map(word -> resolved(word, parameters, problems))
                .collect(ImmutableList.toImmutableList());
    }

    private static String resolved(String word, Map<String, String> parameters, Problems problems) {
        return TOKEN.matcher(word).replaceAll(token -> {
            String value = parameters.get(token.group(1));
            if (value == null) {
                problems.add(token.group(), "no such parameter has a value; given are " + parameters.keySet());
                return Matcher.quoteReplacement(token.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
