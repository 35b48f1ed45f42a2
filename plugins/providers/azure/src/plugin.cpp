#include <aitb/plugin.hpp>

#include "azure.hpp"

AITB_PLUGIN("org.aitb.azure", "0.1.0", "Apache-2.0",
            aitb::provider<azure::AzureOpenAi>("azure", "Azure OpenAI: deployments of OpenAI's models",
                                               "azure_openai"),
            aitb::provider<azure::AzureInference>("azure_inference",
                                                  "Azure AI model inference: models of many vendors"));
