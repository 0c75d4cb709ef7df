package io.millwright.aws;

import io.millwright.features.store.FeatureGroup;
import io.millwright.features.store.OnlineStore;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.PutRecordRequest;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TargetStore;

/**
 * The online store of SageMaker Feature Store. Records go to it alone: the offline store gets its rows as files, and would else get the
 * latest ones twice.
 */
final class SageMakerOnlineStore implements OnlineStore {

    private final SageMakerFeatureStoreRuntimeClient runtime;

    SageMakerOnlineStore(SageMakerFeatureStoreRuntimeClient runtime) {
        this.runtime = runtime;
    }

    @Override
    public void put(FeatureGroup group, Map<String, String> record) {
        List<FeatureValue> values = record.entrySet().stream()
                .map(value -> FeatureValue.builder()
                        .featureName(value.getKey())
                        .valueAsString(value.getValue())
                        .build())
                .toList();
        PutRecordRequest request = PutRecordRequest.builder()
                .featureGroupName(group.name())
                .record(values)
                .targetStores(TargetStore.ONLINE_STORE)
                .build();
        AwsCall.made("sagemaker:PutRecord", "the feature group " + group.name(), () -> runtime.putRecord(request));
    }
}
