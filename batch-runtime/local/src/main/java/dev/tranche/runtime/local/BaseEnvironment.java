package dev.tranche.runtime.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables that every program gets from the runtime's own environment. A fixed few, so that a job does not depend on
 * the shell its runtime was started from, and nothing that stands there by accident gets into it.
 */
final class BaseEnvironment {
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");
    private static final String PATH = "PATH";
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private BaseEnvironment() {}

    /** Those of the given variables that are inherited, and a search path in any case. */
    static Map<String, String> of(Map<String, String> own) {
        Map<String, String> result = new LinkedHashMap<>();
        result.put(PATH, DEFAULT_PATH);
        for (String name : INHERITED) {
            String value = own.get(name);
            if (value != null && !value.isEmpty()) {
                result.put(name, value);
            }
        }
        return result;
    }

    /** The search path that a program with these variables looks programs up in. */
    static String searchPath(Map<String, String> variables, Map<String, String> base) {
        return variables.getOrDefault(PATH, base.getOrDefault(PATH, DEFAULT_PATH));
    }
}
