#include <aitb/plugin.hpp>

#include "embeddings.hpp"
#include "image.hpp"
#include "multimodal.hpp"
#include "speech.hpp"
#include "transcription.hpp"
#include "video.hpp"

AITB_PLUGIN("org.aitb.media-scenarios", "0.1.0", "Apache-2.0",
            aitb::scenario<media::ImageScenario>("image", "Pictures from words", "image_generation"),
            aitb::scenario<media::Multimodal>("multimodal", "Questions about pictures and documents"),
            aitb::scenario<media::VideoUnderstanding>("video_understanding", "Questions about videos",
                                                      "video"),
            aitb::scenario<media::EmbeddingsScenario>("embeddings", "Texts made into vectors"),
            aitb::scenario<media::SpeechScenario>("speech", "Texts read aloud"),
            aitb::scenario<media::TranscriptionScenario>("transcription", "Recordings written down"));
