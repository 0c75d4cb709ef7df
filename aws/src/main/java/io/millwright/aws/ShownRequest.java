package io.millwright.aws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** A request to AWS in the words of its API, for a person to read and to send otherwise. */
final class ShownRequest {

    private ShownRequest() {}

    /** Every member that is set, by its name. */
    static Map<String, Object> of(SdkPojo request) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            Object value = field.getValueOrDefault(request);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                members.put(field.locationName(), shown(value));
            }
        }
        return members;
    }

    private static Object shown(Object value) {
        if (value instanceof SdkPojo nested) {
            return of(nested);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> shown = new LinkedHashMap<>();
            map.forEach((key, each) -> shown.put(key, shown(each)));
            return shown;
        }
        return value instanceof Collection<?> list
                ? list.stream().map(ShownRequest::shown).toList()
                : value;
    }
}
